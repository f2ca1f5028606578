import {
  type CommandDocument,
  dateTime,
  entityRef,
  identified,
  type Money,
  money,
  relatedParty,
} from '@wellspring/contract';
import { z } from 'zod';

/**
 * `pending`: being carried out. `done`: charged and the bill settled. `declined`: the provider said no. `failed`: it was
 * never charged, which is proven, or which a person has found. `needsAttention`: a person has to look; the money may have
 * been taken. `refunded`: charged, and a person has given the money back.
 */
export const paymentStates = ['pending', 'done', 'declined', 'failed', 'needsAttention', 'refunded'] as const;
export type PaymentState = (typeof paymentStates)[number];

/** Why a payment ended as it did; a program's word, the portal has texts for them. */
export const paymentReasons = [
  'cardDeclined',
  'billAlreadyPaid',
  'billChanged',
  'billUnknown',
  'refusedByProvider',
  'chargeUnknown',
  'chargedButNotSettled',
  'takesTooLong',
  'notCharged',
  'givenBack',
] as const;
export type PaymentReason = (typeof paymentReasons)[number];

/** TMF676 v4 `Payment`, the attributes this service fills, and `statusReason` of ours. */
export const paymentDocument = z.object({
  ...identified('Payment'),
  status: z.enum(paymentStates),
  statusDate: dateTime,
  statusReason: z.enum(paymentReasons).optional(),
  paymentDate: dateTime,
  correlatorId: z.string(),
  amount: money,
  totalAmount: money,
  paymentItem: z.array(z.object({ id: z.string(), item: entityRef, amount: money })),
  paymentMethod: z.object({ '@type': z.literal('bankCard') }),
  account: entityRef,
  payer: relatedParty,
});
export type PaymentDocument = z.infer<typeof paymentDocument>;

/** A payment as operators see it: all there is but the card. */
export interface PaymentCommandDocument extends CommandDocument {
  customerId: string;
  billId: string;
  amount: Money;
  state: PaymentState;
  reason: PaymentReason | null;
  charge: { reference: string | null; attemptedAt: string | null; unanswered: number };
  settlementReference: string | null;
}
