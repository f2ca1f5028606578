import type { ReactNode } from 'react';
import { Skeleton } from '@wellspring/web';
import { useIntl } from '../messages/catalogues.ts';

export function StartOutline(): ReactNode {
  const { t } = useIntl();
  return (
    <>
      <Skeleton label={t('loading')} lines={1} />
      <div className="card to-pay">
        <Skeleton label={t('loading')} shape="figure" lines={4} />
      </div>
    </>
  );
}
