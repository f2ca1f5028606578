import type { ProductChange } from './product-change.ts';

/** A change as operators see it: all there is but the address. */
export interface ProductChangeView extends Omit<ProductChange, 'stateAt' | 'deliverTo'> {
  /** Since when it is in this state. */
  since: Date;
}

export function changeViewOf(change: ProductChange): ProductChangeView {
  const { id, customerId, productId, action, state, reason, stateAt, createdAt, orderedAt } = change;
  return { id, customerId, productId, action, state, reason, since: stateAt, createdAt, orderedAt };
}
