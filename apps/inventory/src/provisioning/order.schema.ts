import { z } from 'zod';

/** An order as provisioning sends it: `ACCEPTED` is a promise only, `CANCELLED` was taken back before it was carried out. */
export const orderSchema = z.object({
  externalRef: z.string(),
  state: z.enum(['ACCEPTED', 'DONE', 'REJECTED', 'CANCELLED']),
  reason: z.string().max(64).nullable(),
});

export type Order = z.infer<typeof orderSchema>;
