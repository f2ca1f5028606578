import type { PaymentCommandDocument } from '@wellspring/contract-billing';
import { toMoney } from '@wellspring/tmf';
import type { Payment } from './payment.ts';

/** The payment as operators see it. */
export function paymentViewOf(payment: Payment): PaymentCommandDocument {
  const { id, customerId, billId, state, reason } = payment;
  return {
    id,
    customerId,
    billId,
    amount: toMoney(payment.amountMinor, payment.currency),
    state,
    reason,
    since: payment.stateAt.toISOString(),
    createdAt: payment.createdAt.toISOString(),
    charge: {
      reference: payment.chargeId,
      attemptedAt: payment.chargeAttemptedAt?.toISOString() ?? null,
      unanswered: payment.unansweredCharges,
    },
    settlementReference: payment.settlementNo,
  };
}
