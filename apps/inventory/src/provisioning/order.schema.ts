import { z } from 'zod';

/** An order as provisioning sends it: `ACCEPTED` is a promise only. */
export const orderSchema = z.object({
  externalRef: z.string(),
  state: z.enum(['ACCEPTED', 'DONE', 'REJECTED']),
  reason: z.string().max(64).nullable(),
});

export type Order = z.infer<typeof orderSchema>;
