import { defineResource, instant, oneOf, text } from '@wellspring/tmf';
import { billStates } from './bill.ts';
import { resourcePaths } from '../resource-paths.ts';

/** TMF678 `customerBill`: what can be asked of it. */
export const customerBill = defineResource({
  path: resourcePaths.customerBill,
  table: 'bill',
  documentColumn: 'document',
  key: text('id'),
  ownerColumn: 'customer_id',
  filters: {
    billNo: text('id'),
    state: oneOf('state', billStates),
    billDate: instant('bill_date'),
    paymentDueDate: instant('payment_due_date'),
    'billingAccount.id': text('account_id'),
  },
  sorts: {
    billDate: instant('bill_date'),
    paymentDueDate: instant('payment_due_date'),
    state: oneOf('state', billStates),
    id: text('id'),
  },
  defaultSort: '-billDate',
  fields: [
    'id',
    'href',
    'billNo',
    'category',
    'state',
    'billDate',
    'paymentDueDate',
    'lastUpdate',
    'billingPeriod',
    'amountDue',
    'remainingAmount',
    'taxIncludedAmount',
    'taxExcludedAmount',
    'taxItem',
    'billingAccount',
    'relatedParty',
    'appliedPayment',
    'billDocument',
    '@type',
  ],
  defaultLimit: 50,
  maxLimit: 200,
});
