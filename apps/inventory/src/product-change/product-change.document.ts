import { type EntityRef, hrefOf } from '@wellspring/tmf';
import { resourcePaths } from '../resource-paths.ts';
import type { ChangeAction, ChangeState, ProductChange } from './product-change.ts';

/** A task resource as TMF630 describes them (part 1, section 6); TMF637 itself has none. */
export interface ProductChangeDocument {
  id: string;
  href: string;
  action: ChangeAction;
  state: ChangeState;
  statusReason?: string;
  creationDate: string;
  statusDate: string;
  product: EntityRef;
  '@type': 'ProductChange';
}

export function changeDocumentOf(change: ProductChange): ProductChangeDocument {
  return {
    id: change.id,
    href: hrefOf({ path: resourcePaths.productChange }, change.id),
    action: change.action,
    state: change.state,
    ...(change.reason === null ? {} : { statusReason: change.reason }),
    creationDate: change.createdAt,
    statusDate: change.stateAt,
    product: {
      id: change.productId,
      href: hrefOf({ path: resourcePaths.product }, change.productId),
      '@referredType': 'Product',
    },
    '@type': 'ProductChange',
  };
}
