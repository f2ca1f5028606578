import { productDocument, productKinds, productStates } from '@wellspring/contract-inventory';
import { defineResource, instant, oneOf, ownedBy, text } from '@wellspring/tmf';
import { resourcePaths } from '../resource-paths.ts';

/** TMF637 `product`. */
export const productResource = defineResource({
  name: 'product',
  type: 'Product',
  path: resourcePaths.product,
  document: productDocument,
  table: 'product',
  key: text('id'),
  access: ownedBy('customer_id'),
  filters: {
    status: oneOf('state', productStates),
    kind: oneOf('kind', productKinds),
    name: text('name'),
    startDate: instant('started_at'),
    'productOffering.name': text('offering'),
  },
  sorts: {
    id: text('id'),
    name: text('name'),
    startDate: instant('started_at'),
    status: oneOf('state', productStates),
  },
  defaultSort: 'id',
});
