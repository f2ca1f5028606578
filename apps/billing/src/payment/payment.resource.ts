import { instant, oneOf, type Resource, text, uuid } from '@wellspring/tmf';
import { paymentStates } from './payment.ts';

/** TMF676 `payment`: what can be asked of it. */
export const payment: Resource = {
  path: '/tmf-api/paymentManagement/v4/payment',
  table: 'payment',
  documentColumn: 'document',
  key: uuid('id'),
  ownerColumn: 'customer_id',
  filters: {
    id: uuid('id'),
    status: oneOf('state', paymentStates),
    paymentDate: instant('created_at'),
    'paymentItem.item.id': text('bill_id'),
    correlatorId: text('correlator_id'),
  },
  sorts: { paymentDate: 'created_at', statusDate: 'state_at', status: 'state' },
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
};
