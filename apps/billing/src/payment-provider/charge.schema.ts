import { z } from 'zod';

/** A charge as the payment provider answers it. */
export const chargeSchema = z.object({
  chargeId: z.string().min(1).max(200),
  state: z.enum(['captured', 'declined']),
  reason: z.string().max(200).optional(),
  reference: z.string(),
  amountMinor: z.number().int(),
  currency: z.string(),
});

export type Charge = z.infer<typeof chargeSchema>;
