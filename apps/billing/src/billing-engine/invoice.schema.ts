import { z } from 'zod';

const day = z.iso.date();
const amount = z.string().regex(/^-?\d{1,12}(\.\d{1,4})?$/, 'must be a decimal amount');
const identifier = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\w.-]+$/, 'must be letters, digits, dot, dash or underscore');

/** An invoice as the billing engine sends it. Unknown attributes are let through: the engine may grow. */
export const invoiceSchema = z.object({
  invoiceNo: identifier,
  customerNo: identifier,
  accountNo: identifier,
  periodFrom: day,
  periodTo: day,
  issued: day,
  due: day,
  currency: z.string().regex(/^[A-Z]{3}$/),
  total: amount,
  open: amount,
  status: z.enum(['OPEN', 'PAID']),
  paidAt: z.iso.datetime({ offset: true }).nullable(),
  changeSeq: z.number().int().nonnegative(),
  lines: z
    .array(
      z.object({
        no: z.number().int().positive(),
        text: z.string().min(1).max(500),
        kind: z.enum(['RECURRING', 'USAGE', 'ONE_TIME', 'DISCOUNT']),
        net: amount,
        vatRate: z.string().regex(/^\d{1,2}(\.\d{1,2})?$/),
        vat: amount,
        gross: amount,
      }),
    )
    .min(1)
    .max(1_000),
});

export type Invoice = z.infer<typeof invoiceSchema>;

/** Invoices are checked one by one, so that a bad one does not hold back the others of its page. */
export const changesSchema = z.object({
  items: z.array(z.unknown()).max(10_000),
  next: z.number().int().nonnegative(),
  latest: z.number().int().nonnegative().optional(),
});

export const invoicesSchema = z.object({ items: z.array(z.unknown()).max(10_000) });

export const settlementSchema = z.object({
  settlementNo: identifier,
  invoiceNo: z.string(),
  externalRef: z.string(),
  amount,
  currency: z.string(),
  bookedAt: z.iso.datetime({ offset: true }),
});

export type Settlement = z.infer<typeof settlementSchema>;
