import { DomainError } from '@wellspring/platform';

/** 404: no such card, or not this customer's. */
export class PaymentMethodNotFoundError extends DomainError {
  constructor() {
    super({ code: 'PAYMENT_METHOD.NOT_FOUND', message: 'There is no such payment method', status: 404 });
  }
}
