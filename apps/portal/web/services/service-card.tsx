import type { ReactNode } from 'react';
import { Badge, type BadgeTone, Card } from '@wellspring/web';
import { useIntl } from '../messages/catalogues.ts';
import type { MessageKey } from '../messages/en.ts';
import type { ProductChange } from '../products/product-change.ts';
import { characteristicOf, type Product } from '../products/product.ts';
import { ServiceFacts } from './service-facts.tsx';
import { ServiceName } from './service-name.tsx';
import { SimActions } from './sim-actions.tsx';

const statuses: Readonly<Record<string, { tone: BadgeTone; label: MessageKey }>> = {
  active: { tone: 'good', label: 'service.status.active' },
  suspended: { tone: 'attention', label: 'service.status.suspended' },
  terminated: { tone: 'neutral', label: 'service.status.terminated' },
};

/** One product: what it is, in which state provisioning says it is, and what can be done with it. */
export function ServiceCard({ product, changes }: { product: Product; changes: readonly ProductChange[] }): ReactNode {
  const { t } = useIntl();
  const status = statuses[product.status];
  const hasSim = characteristicOf(product, 'simNumber') !== undefined;
  return (
    <Card title={product.name}>
      <p>
        {status && <Badge tone={status.tone}>{t(status.label)}</Badge>}{' '}
        {product.name !== product.description && product.description}
      </p>
      <ServiceFacts product={product} />
      {hasSim && product.status !== 'terminated' && <SimActions product={product} changes={changes} />}
      {product.status !== 'terminated' && <ServiceName product={product} />}
    </Card>
  );
}
