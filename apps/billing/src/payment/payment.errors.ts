import { DomainError } from '@wellspring/platform';

/** 409: another payment of the bill has not ended. */
export class PaymentInProgressError extends DomainError {
  constructor() {
    super({ code: 'PAYMENT.IN_PROGRESS', message: 'A payment of this bill is already in progress', status: 409 });
  }
}

/** 422: bills are paid in full; the open amount is not what the customer was shown. */
export class PaymentAmountError extends DomainError {
  constructor() {
    super({
      code: 'PAYMENT.AMOUNT_MISMATCH',
      message: 'The amount is not the open amount of the bill',
      status: 422,
      reason: 'totalAmount.value: must equal the open amount of the bill',
      details: {
        errors: [
          { field: 'totalAmount.value', rule: 'open_amount', message: 'must equal the open amount of the bill' },
        ],
      },
    });
  }
}

/** 422: the payment is in another currency than the bill. */
export class PaymentCurrencyError extends DomainError {
  constructor() {
    super({
      code: 'PAYMENT.CURRENCY_MISMATCH',
      message: 'The currency is not that of the bill',
      status: 422,
      reason: 'totalAmount.unit: must equal the currency of the bill',
      details: {
        errors: [{ field: 'totalAmount.unit', rule: 'currency', message: 'must equal the currency of the bill' }],
      },
    });
  }
}
