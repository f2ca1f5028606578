import { z } from 'zod';

const amount = z.string().regex(/^-?\d+\.\d{2}$/);

export const invoiceRecord = z.object({
  invoiceNo: z.string(),
  customerNo: z.string(),
  periodFrom: z.string(),
  periodTo: z.string(),
  issued: z.string(),
  due: z.string(),
  currency: z.string(),
  total: amount,
  open: amount,
  status: z.enum(['OPEN', 'PAID']),
  paidAt: z.string().nullable(),
  lines: z.array(z.object({ no: z.number(), text: z.string(), net: amount, vat: amount, gross: amount })),
});
export type Invoice = z.infer<typeof invoiceRecord>;

export const invoiceList = z.object({ items: z.array(invoiceRecord) });

export const settlementRecord = z.object({
  settlementNo: z.string(),
  invoiceNo: z.string(),
  externalRef: z.string(),
  amount,
  currency: z.string(),
  bookedAt: z.string(),
});
export type Settlement = z.infer<typeof settlementRecord>;

export const chargeRecord = z.object({ chargeId: z.string(), state: z.enum(['captured', 'declined']) });
export type Charge = z.infer<typeof chargeRecord>;

export const identityRecord = z.object({
  customerNo: z.string(),
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
});
export type Identity = z.infer<typeof identityRecord>;

export const customerRecord = identityRecord.extend({
  phone: z.string(),
  language: z.string(),
  segment: z.string(),
  since: z.string(),
  subscriptions: z.array(
    z.object({
      subscriptionNo: z.string(),
      product: z.string(),
      allowance: z.string(),
      monthlyPrice: amount,
      contract: z.string(),
      paymentMethod: z.string(),
      status: z.string(),
      since: z.string(),
    }),
  ),
});
export type CustomerRecord = z.infer<typeof customerRecord>;

export const customerList = z.object({ items: z.array(customerRecord) });
export const refusal = z.object({ error: z.string() });
