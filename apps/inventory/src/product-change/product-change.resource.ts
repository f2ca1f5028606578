import { changeActions, productChangeDocument, taskStates } from '@wellspring/contract-inventory';
import { defineResource, instant, oneOf, ownedBy, text, uuid } from '@wellspring/tmf';
import { resourcePaths } from '../resource-paths.ts';

/** Changes a customer ordered. */
export const productChangeResource = defineResource({
  name: 'product change',
  type: 'ProductChange',
  path: resourcePaths.productChange,
  document: productChangeDocument,
  table: 'product_change',
  key: uuid('id'),
  access: ownedBy('customer_id'),
  filters: {
    state: oneOf('task_state', taskStates),
    action: oneOf('action', changeActions),
    'product.id': text('product_id'),
    creationDate: instant('created_at'),
  },
  sorts: { creationDate: instant('created_at'), statusDate: instant('state_at') },
  defaultSort: '-creationDate',
});
