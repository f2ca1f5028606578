import {
  count,
  dateTime,
  defineResource,
  entityRef,
  identified,
  money,
  ownedBy,
  text,
  timePeriod,
} from '@wellspring/tmf';
import { z } from 'zod';
import { lineKinds } from '../bill/bill.ts';
import { resourcePaths } from '../resource-paths.ts';

/** TMF678 v4 `AppliedCustomerBillingRate`, the attributes this service fills. */
const document = z.object({
  ...identified('AppliedCustomerBillingRate'),
  name: z.string(),
  type: z.enum(['appliedBillingCharge', 'appliedBillingCredit']),
  date: dateTime,
  // A line is known here only because it is on a bill.
  isBilled: z.literal(true),
  bill: entityRef,
  billingAccount: entityRef,
  appliedTax: z.array(z.object({ taxCategory: z.literal('VAT'), taxRate: z.number(), taxAmount: money })),
  characteristic: z.array(
    z.object({ name: z.literal('kind'), valueType: z.literal('string'), value: z.enum(lineKinds) }),
  ),
  taxExcludedAmount: money,
  taxIncludedAmount: money,
  periodCoverage: timePeriod,
});

export type AppliedBillingRateDocument = z.infer<typeof document>;

/** TMF678 `appliedCustomerBillingRate`: the lines of bills. */
export const appliedBillingRate = defineResource({
  name: 'bill line',
  type: 'AppliedCustomerBillingRate',
  path: resourcePaths.appliedBillingRate,
  document,
  table: 'bill_line',
  key: text('id'),
  access: ownedBy('customer_id'),
  filters: { 'bill.id': text('bill_id') },
  sorts: { 'bill.id': text('bill_id'), lineNo: count('line_no') },
  defaultSort: '-bill.id,lineNo',
  defaultLimit: 100,
  maxLimit: 500,
});
