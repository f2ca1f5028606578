import { DomainError } from '@wellspring/platform';

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
