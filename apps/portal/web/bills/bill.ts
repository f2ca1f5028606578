import type { AppliedBillingRateDocument, CustomerBillDocument } from '@wellspring/contract-billing';
import { shown } from '@wellspring/web';
import * as z from 'zod/mini';

export const money = z.object({ unit: z.string(), value: z.number() });

/** What the pages show of a TMF678 CustomerBill. */
export const billSchema = shown<CustomerBillDocument>()({
  id: z.string(),
  billNo: z.string(),
  billDate: z.string(),
  paymentDueDate: z.string(),
  state: z.string(),
  amountDue: money,
  remainingAmount: money,
  taxExcludedAmount: z.optional(money),
  taxItem: z.optional(z.array(z.object({ taxRate: z.optional(z.number()), taxAmount: z.optional(money) }))),
  billingPeriod: z.optional(z.object({ startDateTime: z.string(), endDateTime: z.string() })),
});
export type Bill = z.output<typeof billSchema>;

/** A line of a bill: a TMF678 AppliedCustomerBillingRate. */
export const billLineSchema = shown<AppliedBillingRateDocument>()({
  id: z.string(),
  name: z.string(),
  taxIncludedAmount: money,
  taxExcludedAmount: money,
});
export type BillLine = z.output<typeof billLineSchema>;

export type BillStatus = 'paid' | 'unpaid' | 'overdue';

/** A bill is due until the end of its due date. */
export function statusOf({ state, remainingAmount, paymentDueDate }: Bill, now = new Date()): BillStatus {
  if (state === 'settled' || remainingAmount.value === 0) return 'paid';
  return now.toISOString().slice(0, 10) > paymentDueDate.slice(0, 10) ? 'overdue' : 'unpaid';
}

export function pageOf({ id }: Pick<Bill, 'id'>): string {
  return `/invoices/${encodeURIComponent(id)}`;
}
