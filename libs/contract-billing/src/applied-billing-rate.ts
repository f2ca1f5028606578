import { dateTime, entityRef, identified, money, timePeriod } from '@wellspring/contract';
import { z } from 'zod';

export const lineKinds = ['recurring', 'usage', 'oneTime', 'discount'] as const;
export type LineKind = (typeof lineKinds)[number];

/** TMF678 v4 `AppliedCustomerBillingRate`, the attributes this service fills: a line of a bill. */
export const appliedBillingRateDocument = z.object({
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
export type AppliedBillingRateDocument = z.infer<typeof appliedBillingRateDocument>;
