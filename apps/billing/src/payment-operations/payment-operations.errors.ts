import { DomainError } from '@wellspring/platform';
import type { PaymentState } from '../payment/payment.ts';
import type { Resolution } from './decision.ts';

/** 409: nobody has to decide about this payment, or somebody else has. */
export class NotWaitingForAPersonError extends DomainError {
  constructor(state: PaymentState, last: Resolution | undefined) {
    const decided = last && `${last.operator} decided ${last.action} at ${last.at.toISOString()}: ${last.reason}`;
    super({
      code: 'PAYMENT.NEEDS_NO_ATTENTION',
      message: `The payment is ${state} and waits for no decision`,
      status: 409,
      ...(decided === undefined ? {} : { reason: decided }),
    });
  }
}

/** 422: without this reference nobody could find the money again. */
export class ReferenceMissingError extends DomainError {
  constructor(field: 'chargeReference' | 'refundReference', chargeId?: string) {
    const why =
      field === 'chargeReference'
        ? "is required: the provider's reference of the charge"
        : `is required: charge ${chargeId ?? ''} took the money, give it back at the provider first`;
    super({
      code: 'PAYMENT.REFERENCE_MISSING',
      message: 'A reference is missing',
      status: 422,
      reason: `${field}: ${why}`,
      details: { errors: [{ field, rule: 'required', message: why }] },
    });
  }
}

/** 409: the payment's charge is known, and it is another. */
export class ChargeDiffersError extends DomainError {
  constructor(chargeId: string) {
    super({
      code: 'PAYMENT.CHARGE_DIFFERS',
      message: 'The payment has another charge',
      status: 409,
      reason: `chargeReference: the payment was charged as ${chargeId}`,
    });
  }
}
