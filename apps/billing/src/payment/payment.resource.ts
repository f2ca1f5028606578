import { paymentDocument, paymentStates } from '@wellspring/contract-billing';
import { defineResource, instant, oneOf, ownedBy, text, uuid } from '@wellspring/tmf';
import { resourcePaths } from '../resource-paths.ts';

/** TMF676 `payment`. */
export const payment = defineResource({
  name: 'payment',
  type: 'Payment',
  path: resourcePaths.payment,
  document: paymentDocument,
  table: 'payment',
  key: uuid('id'),
  access: ownedBy('customer_id'),
  filters: {
    status: oneOf('state', paymentStates),
    paymentDate: instant('created_at'),
    'paymentItem.item.id': text('bill_id'),
    correlatorId: text('correlator_id'),
  },
  sorts: {
    paymentDate: instant('created_at'),
    statusDate: instant('state_at'),
    status: oneOf('state', paymentStates),
  },
  defaultSort: '-paymentDate',
});
