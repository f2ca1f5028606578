import { count, defineResource, flag, text } from '@wellspring/tmf';
import { resourcePaths } from '../resource-paths.ts';

/** TMF678 `appliedCustomerBillingRate`: the lines of bills. */
export const appliedBillingRate = defineResource({
  path: resourcePaths.appliedBillingRate,
  table: 'bill_line',
  documentColumn: 'document',
  key: text('id'),
  ownerColumn: 'customer_id',
  filters: {
    'bill.id': text('bill_id'),
    // A line is known here only because it is on a bill.
    isBilled: flag('true'),
  },
  sorts: { 'bill.id': text('bill_id'), lineNo: count('line_no') },
  defaultSort: '-bill.id,lineNo',
  fields: [
    'id',
    'href',
    'name',
    'type',
    'date',
    'isBilled',
    'bill',
    'billingAccount',
    'appliedTax',
    'characteristic',
    'taxExcludedAmount',
    'taxIncludedAmount',
    'periodCoverage',
    '@type',
  ],
  defaultLimit: 100,
  maxLimit: 500,
});
