import type { Payment } from '../payment/payment.ts';
import type { PaymentChange } from '../payment/payment-ledger.ts';
import type { Decision } from './decision.ts';
import { ChargeDiffersError, ReferenceMissingError } from './payment-operations.errors.ts';

/**
 * Where a decision leads from a payment that needs a person.
 * @throws ReferenceMissingError, ChargeDiffersError
 */
export function changeOf(payment: Payment, decision: Decision): PaymentChange {
  switch (decision.action) {
    case 'retry':
      return { state: 'pending' };
    case 'mark-paid': {
      const { settlementReference } = decision;
      const chargeId = chargeIdOf(payment, decision.chargeReference);
      if (settlementReference === undefined) return { state: 'pending', chargeId };
      return { state: 'done', chargeId, settlementNo: settlementReference };
    }
    case 'give-back':
      if (decision.refundReference !== undefined) return { state: 'refunded', reason: 'givenBack' };
      if (payment.chargeId !== null) throw new ReferenceMissingError('refundReference', payment.chargeId);
      return { state: 'failed', reason: 'notCharged' };
  }
}

function chargeIdOf({ chargeId }: Payment, reference: string | undefined): string {
  if (chargeId !== null && reference !== undefined && reference !== chargeId) throw new ChargeDiffersError(chargeId);
  const known = chargeId ?? reference;
  if (known === undefined) throw new ReferenceMissingError('chargeReference');
  return known;
}
