import type { ProductChangeCommandDocument } from '@wellspring/contract-inventory';
import type { ProductChange } from './product-change.ts';

/** The change as operators see it. */
export function changeViewOf(change: ProductChange): ProductChangeCommandDocument {
  const { id, customerId, productId, action, state, reason, stateAt, createdAt, orderedAt } = change;
  return {
    id,
    customerId,
    productId,
    action,
    state,
    reason,
    since: stateAt.toISOString(),
    createdAt: createdAt.toISOString(),
    orderedAt: orderedAt?.toISOString() ?? null,
  };
}
