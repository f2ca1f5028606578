import { z } from 'zod';

const day = z.iso.date();
const amount = z.string().regex(/^\d{1,12}(\.\d{1,4})?$/, 'must be a decimal amount');
const identifier = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\w.-]+$/, 'must be letters, digits, dot, dash or underscore');
const shortText = z.string().min(1).max(200);

/** A service as provisioning sends it. Unknown attributes are let through: provisioning may grow. */
export const serviceSchema = z.object({
  serviceNo: identifier,
  customerNo: identifier,
  type: z.enum(['LINE', 'INTERNET', 'TV', 'EXTRA', 'DEVICE']),
  product: shortText,
  belongsTo: identifier.nullable(),
  number: z.string().max(30).nullable(),
  status: z.enum(['ACTIVE', 'ENDED']),
  since: day,
  ended: day.nullable(),
  monthlyPrice: amount,
  contract: z.object({ type: shortText, until: day.nullable(), noticeDays: z.number().int().nonnegative() }),
  roaming: z.enum(['ON', 'OFF']).nullable(),
  sim: z
    .object({
      iccid: z.string().regex(/^\d{18,20}$/, 'must be the number of a SIM'),
      type: z.enum(['PLASTIC', 'ESIM']),
      status: z.enum(['ACTIVE', 'BLOCKED']),
    })
    .nullable(),
  device: z
    .object({
      model: shortText,
      financedBy: shortText,
      instalments: z.number().int().positive(),
      paid: z.number().int().nonnegative(),
      monthlyAmount: amount,
      paidOffOn: day,
    })
    .nullable(),
  changeSeq: z.number().int().nonnegative(),
});

export type Service = z.infer<typeof serviceSchema>;
