/** As much of billing's answers as is shown to people. */
import { z } from 'zod';

const payment = z.object({
  id: z.string(),
  customerId: z.string(),
  billId: z.string(),
  amount: z.object({ unit: z.string(), value: z.number() }),
  state: z.string(),
  reason: z.string().nullable(),
  since: z.string(),
  createdAt: z.string(),
  charge: z.object({
    reference: z.string().nullable(),
    attemptedAt: z.string().nullable(),
    unanswered: z.number(),
  }),
  settlementReference: z.string().nullable(),
  actions: z.array(z.string()),
});

const resolution = z.object({
  at: z.string(),
  paymentId: z.string(),
  action: z.string(),
  operator: z.string(),
  reason: z.string(),
  details: z.record(z.string(), z.string()),
  problem: z.string().nullable(),
  ledTo: z.string(),
});

export const listAnswer = z.object({ items: z.array(payment), total: z.number() });
export const paymentAnswer = payment.extend({ history: z.array(resolution) });
export const auditAnswer = z.object({ items: z.array(resolution) });

export type PaymentAnswer = z.output<typeof payment>;
export type ResolutionAnswer = z.output<typeof resolution>;
