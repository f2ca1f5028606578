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

const bucketRecord = z.object({
  lineNo: z.string(),
  product: z.string(),
  number: z.string().nullable(),
  kind: z.enum(['DATA', 'VOICE', 'MESSAGE']),
  zone: z.enum(['HOME', 'ROAMING', 'ABROAD', 'PREMIUM']),
  allowance: z.number().nullable(),
  used: z.number(),
});
export type Bucket = z.infer<typeof bucketRecord>;

export const balanceRecord = z.object({
  period: z.object({ from: z.string(), to: z.string() }),
  currency: z.string(),
  spendingLimit: amount.nullable(),
  spent: amount,
  spentToday: amount,
  buckets: z.array(bucketRecord),
});
export type Balance = z.infer<typeof balanceRecord>;

export const usageRecord = bucketRecord
  .pick({ lineNo: true, kind: true, zone: true })
  .extend({ startedAt: z.string(), quantity: z.number(), charge: amount, currency: z.string() });
export type UsageRecord = z.infer<typeof usageRecord>;

export const usageList = z.object({ items: z.array(usageRecord) });

export const serviceRecord = z.object({
  serviceNo: z.string(),
  customerNo: z.string(),
  type: z.enum(['LINE', 'INTERNET', 'TV', 'EXTRA', 'DEVICE']),
  product: z.string(),
  number: z.string().nullable(),
  status: z.enum(['ACTIVE', 'ENDED']),
  since: z.string(),
  monthlyPrice: amount,
  contract: z.object({ type: z.string(), until: z.string().nullable(), noticeDays: z.number() }),
  roaming: z.enum(['ON', 'OFF']).nullable(),
  sim: z.object({ iccid: z.string(), status: z.enum(['ACTIVE', 'BLOCKED']) }).nullable(),
  device: z
    .object({
      financedBy: z.string(),
      instalments: z.number(),
      paid: z.number(),
      monthlyAmount: amount,
      paidOffOn: z.string(),
    })
    .nullable(),
});
export type Service = z.infer<typeof serviceRecord>;

export const serviceList = z.object({ items: z.array(serviceRecord) });
export const pukRecord = z.object({ puk: z.string() });

export const serviceActions = ['BLOCK_SIM', 'UNBLOCK_SIM', 'ROAMING_ON', 'ROAMING_OFF'] as const;
export type ServiceAction = (typeof serviceActions)[number];
export const serviceOrderRecord = z.object({ state: z.enum(['ACCEPTED', 'DONE', 'REJECTED']) });

export const customerList = z.object({ items: z.array(customerRecord) });
export const refusal = z.object({ error: z.string() });
