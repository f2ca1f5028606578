import { billStates, customerBillDocument } from '@wellspring/contract-billing';
import { defineResource, instant, oneOf, ownedBy, text } from '@wellspring/tmf';
import { resourcePaths } from '../resource-paths.ts';

/** TMF678 `customerBill`. */
export const customerBill = defineResource({
  name: 'bill',
  type: 'CustomerBill',
  path: resourcePaths.customerBill,
  document: customerBillDocument,
  table: 'bill',
  key: text('id'),
  access: ownedBy('customer_id'),
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
});
