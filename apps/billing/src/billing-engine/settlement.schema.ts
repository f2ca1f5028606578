import { z } from 'zod';
import { amount, identifier } from './invoice.schema.ts';

export const settlementSchema = z.object({
  settlementNo: identifier,
  invoiceNo: z.string(),
  externalRef: z.string(),
  amount,
  currency: z.string(),
  bookedAt: z.iso.datetime({ offset: true }),
});

export type Settlement = z.infer<typeof settlementSchema>;
