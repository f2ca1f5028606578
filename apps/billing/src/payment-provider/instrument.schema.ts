import { z } from 'zod';

/** A card the payment provider keeps for a customer. */
const instrumentSchema = z.object({
  token: z.string().min(1).max(200),
  brand: z.string().max(50).optional(),
  lastFour: z.string().regex(/^\d{4}$/),
  /** Last month it is good for, `2029-08`. */
  validUntil: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .optional(),
  usual: z.boolean().default(false),
});

export const instrumentsSchema = z.object({ items: z.array(instrumentSchema).max(50) });

export type Instrument = z.infer<typeof instrumentSchema>;
