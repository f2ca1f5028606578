import type { ReactNode } from 'react';
import { Alert } from '@wellspring/web';
import { useIntl } from '../messages/catalogues.ts';
import { isUnderWay, type ProductChange } from '../products/product-change.ts';

/** What became of what was ordered, unless the product itself shows it. */
export function ChangeState({ change }: { change: ProductChange }): ReactNode {
  const { t } = useIntl();
  if (isUnderWay(change)) {
    const title = change.action === 'replaceSim' ? t('service.card.underWay') : t('service.change.underWay');
    return <Alert tone="info" title={title} />;
  }
  switch (change.state) {
    case 'terminatedWithError':
      return <Alert tone="warning" title={t('service.change.failed')} />;
    case 'needsAttention':
      return <Alert tone="warning" title={t('service.change.attention')} />;
    default:
      return null;
  }
}
