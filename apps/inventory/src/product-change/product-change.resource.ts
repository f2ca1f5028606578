import { defineResource, instant, oneOf, text, uuid } from '@wellspring/tmf';
import { resourcePaths } from '../resource-paths.ts';
import { changeActions, changeStates } from './product-change.ts';

/** Changes a customer ordered: what can be asked of them. */
export const productChangeResource = defineResource({
  path: resourcePaths.productChange,
  table: 'product_change',
  documentColumn: 'document',
  key: uuid('id'),
  ownerColumn: 'customer_id',
  filters: {
    state: oneOf('state', changeStates),
    action: oneOf('action', changeActions),
    'product.id': text('product_id'),
    creationDate: instant('created_at'),
  },
  sorts: { creationDate: instant('created_at'), statusDate: instant('state_at') },
  defaultSort: '-creationDate',
  fields: ['id', 'href', 'action', 'state', 'statusReason', 'creationDate', 'statusDate', 'product', '@type'],
  defaultLimit: 50,
  maxLimit: 200,
});
