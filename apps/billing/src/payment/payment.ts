/**
 * `pending`: being carried out. `done`: charged and the bill settled. `declined`: the provider said no. `failed`: it was
 * never charged, which is proven, or which a person has found. `needsAttention`: a person has to look; the money may have
 * been taken. `refunded`: charged, and a person has given the money back.
 */
export const paymentStates = ['pending', 'done', 'declined', 'failed', 'needsAttention', 'refunded'] as const;

export type PaymentState = (typeof paymentStates)[number];

/** A payment as a durable command. */
export const paymentCommand = { name: 'payment', plural: 'payments' } as const;

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

/** A customer's order to pay one bill, and how far it has got. */
export interface Payment {
  /** Also the idempotency key at the payment provider and the reference at the billing engine. */
  id: string;
  customerId: string;
  billId: string;
  accountId: string;
  amountMinor: number;
  currency: string;
  state: PaymentState;
  stateAt: Date;
  reason: PaymentReason | null;
  /** The client's own identifier: its `Idempotency-Key`. */
  correlatorId: string;
  /** What the provider charges; gone as soon as it is not needed any more. */
  instrumentToken: string | null;
  createdAt: Date;
  /** When the provider was first asked to charge, and so the key first used. */
  chargeAttemptedAt: Date | null;
  /** Charges sent of which nobody knows what came. While there is one, "not charged" cannot be proven. */
  unansweredCharges: number;
  chargeId: string | null;
  settlementNo: string | null;
}
