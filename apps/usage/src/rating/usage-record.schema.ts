import { z } from 'zod';

export const amount = z.string().regex(/^\d{1,12}(\.\d{1,4})?$/, 'must be a decimal amount');
export const identifier = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[\w.-]+$/, 'must be letters, digits, dot, dash or underscore');
export const kind = z.enum(['DATA', 'VOICE', 'MESSAGE']);
export const zone = z.enum(['HOME', 'ROAMING', 'ABROAD', 'PREMIUM']);
export const currency = z.string().regex(/^[A-Z]{3}$/);

/** A usage record as rating sends it. Unknown attributes are let through: rating may grow. */
export const usageRecordSchema = z.object({
  recordNo: identifier,
  customerNo: identifier,
  lineNo: identifier,
  kind,
  zone,
  startedAt: z.iso.datetime({ offset: true }),
  quantity: z.number().int().positive(),
  charge: amount,
  currency,
  changeSeq: z.number().int().nonnegative(),
});

export type RatedRecord = z.infer<typeof usageRecordSchema>;
