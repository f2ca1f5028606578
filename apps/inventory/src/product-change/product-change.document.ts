import { hrefOf } from '@wellspring/tmf';
import { resourcePaths } from '../resource-paths.ts';
import type { ProductChangeDocument } from './product-change.resource.ts';
import type { ProductChange } from './product-change.ts';

/** The change as it is shown. */
export function changeDocumentOf(change: ProductChange): ProductChangeDocument {
  const { id, productId } = change;
  return {
    id,
    href: hrefOf({ path: resourcePaths.productChange }, id),
    action: change.action,
    state: change.state,
    ...(change.reason === null ? {} : { statusReason: change.reason }),
    creationDate: change.createdAt,
    statusDate: change.stateAt,
    product: {
      id: productId,
      href: hrefOf({ path: resourcePaths.product }, productId),
      '@referredType': 'Product',
    },
    '@type': 'ProductChange',
  };
}
