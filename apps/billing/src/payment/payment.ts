import type { PaymentReason, PaymentState } from '@wellspring/contract-billing';

/** A payment as a durable command. */
export const paymentCommand = { name: 'payment', plural: 'payments' } as const;

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
