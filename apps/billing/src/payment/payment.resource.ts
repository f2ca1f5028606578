import { defineResource, instant, oneOf, text, uuid } from '@wellspring/tmf';
import { paymentStates } from './payment.ts';
import { resourcePaths } from '../resource-paths.ts';

/** TMF676 `payment`: what can be asked of it. */
export const payment = defineResource({
  path: resourcePaths.payment,
  table: 'payment',
  documentColumn: 'document',
  key: uuid('id'),
  ownerColumn: 'customer_id',
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
  fields: [
    'id',
    'href',
    'status',
    'statusDate',
    'statusReason',
    'paymentDate',
    'correlatorId',
    'amount',
    'totalAmount',
    'paymentItem',
    'paymentMethod',
    'account',
    'payer',
    '@type',
  ],
  defaultLimit: 50,
  maxLimit: 200,
});
