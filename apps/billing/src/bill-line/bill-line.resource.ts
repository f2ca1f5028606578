import { appliedBillingRateDocument } from '@wellspring/contract-billing';
import { count, defineResource, ownedBy, text } from '@wellspring/tmf';
import { resourcePaths } from '../resource-paths.ts';

/** TMF678 `appliedCustomerBillingRate`: the lines of bills. */
export const appliedBillingRate = defineResource({
  name: 'bill line',
  type: 'AppliedCustomerBillingRate',
  path: resourcePaths.appliedBillingRate,
  document: appliedBillingRateDocument,
  table: 'bill_line',
  key: text('id'),
  access: ownedBy('customer_id'),
  filters: { 'bill.id': text('bill_id') },
  sorts: { 'bill.id': text('bill_id'), lineNo: count('line_no') },
  defaultSort: '-bill.id,lineNo',
  defaultLimit: 100,
  maxLimit: 500,
});
