import { type Resource, text } from '@wellspring/tmf';

/** TMF678 `appliedCustomerBillingRate`: the lines of bills. */
export const appliedBillingRate: Resource = {
  path: '/tmf-api/customerBillManagement/v4/appliedCustomerBillingRate',
  table: 'bill_line',
  documentColumn: 'document',
  key: text('id'),
  ownerColumn: 'customer_id',
  filters: { id: text('id'), 'bill.id': text('bill_id') },
  sorts: { 'bill.id': 'bill_id', lineNo: 'line_no' },
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
};
