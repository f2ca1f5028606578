import { type Money, toMoney } from '@wellspring/tmf';
import type { Payment } from './payment.ts';

/** A payment as operators see it: all there is but the card. */
export interface PaymentView {
  id: string;
  customerId: string;
  billId: string;
  amount: Money;
  state: Payment['state'];
  reason: Payment['reason'];
  /** Since when it is in this state. */
  since: Date;
  createdAt: Date;
  charge: { reference: string | null; attemptedAt: Date | null; unanswered: number };
  settlementReference: string | null;
}

export function paymentViewOf(payment: Payment): PaymentView {
  const { id, customerId, billId, state, reason, createdAt } = payment;
  return {
    id,
    customerId,
    billId,
    amount: toMoney(payment.amountMinor, payment.currency),
    state,
    reason,
    since: payment.stateAt,
    createdAt,
    charge: {
      reference: payment.chargeId,
      attemptedAt: payment.chargeAttemptedAt,
      unanswered: payment.unansweredCharges,
    },
    settlementReference: payment.settlementNo,
  };
}
