import { z } from 'zod';
import { paymentStates } from '../payment/payment.ts';

/** One line: it is printed in lists and logs, where a line end would look like another entry. */
const line = z
  .string()
  .trim()
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]*$/u, 'must be one line, without control characters');
const reason = line.pipe(z.string().min(3, 'must say why').max(500));
const reference = line.pipe(z.string().min(1).max(200)).optional();

export const retryRequest = z.strictObject({ reason });

export const markPaidRequest = z.strictObject({
  reason,
  chargeReference: reference,
  settlementReference: reference,
});

export const giveBackRequest = z.strictObject({ reason, refundReference: reference });

export const paymentsQuery = z.strictObject({
  state: z.enum(paymentStates).optional(),
  bill: z.string().min(1).optional(),
  customer: z.string().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const resolutionsQuery = z.strictObject({
  payment: z.uuid().optional(),
  operator: z.string().min(1).optional(),
  /** Id of the last entry of the page before. */
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export type PaymentsQuery = z.output<typeof paymentsQuery>;
export type ResolutionsQuery = z.output<typeof resolutionsQuery>;
