import { dateTime, entityRef, identified, money, relatedParty, timePeriod } from '@wellspring/contract';
import { z } from 'zod';

/**
 * TMF678 states this service gives a bill. `onHold`: the billing engine changed the bill into something that does not
 * add up; the last version that did is shown and cannot be paid.
 */
export const billStates = ['sent', 'partiallyPaid', 'settled', 'onHold'] as const;
export type BillState = (typeof billStates)[number];

/** TMF678 `TaxItem`: the tax of one rate over the whole bill. */
const taxItem = z.object({ taxCategory: z.literal('VAT'), taxRate: z.number(), taxAmount: money });
export type TaxItem = z.infer<typeof taxItem>;

/** TMF678 v4 `CustomerBill`, the attributes this service fills. */
export const customerBillDocument = z.object({
  ...identified('CustomerBill'),
  billNo: z.string(),
  category: z.literal('normal'),
  state: z.enum(billStates),
  billDate: dateTime,
  paymentDueDate: dateTime,
  lastUpdate: dateTime,
  billingPeriod: timePeriod,
  amountDue: money,
  remainingAmount: money,
  taxIncludedAmount: money,
  taxExcludedAmount: money,
  taxItem: z.array(taxItem),
  billingAccount: entityRef,
  relatedParty: z.array(relatedParty),
  appliedPayment: z.array(z.object({ appliedAmount: money, payment: entityRef })),
  billDocument: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      mimeType: z.string(),
      attachmentType: z.string(),
      url: z.string(),
    }),
  ),
});
export type CustomerBillDocument = z.infer<typeof customerBillDocument>;
