import { z } from 'zod';

const day = z.iso.date();
export const amount = z.string().regex(/^-?\d{1,12}(\.\d{1,4})?$/, 'must be a decimal amount');
export const identifier = z
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
