import { z } from 'zod';

/** A charge as the payment provider answers it. */
export const chargeSchema = z.object({
  chargeId: z.string().regex(/^[\x21-\x7e]{1,200}$/, 'must be printable'),
  state: z.enum(['captured', 'declined']),
  reason: z.string().max(200).optional(),
  reference: z.string(),
  amountMinor: z.number().int(),
  currency: z.string(),
});

export type Charge = z.infer<typeof chargeSchema>;
