import { DomainError } from '@wellspring/platform';

/** 404: no such account, or not this customer's. */
export class FinancialAccountNotFoundError extends DomainError {
  constructor() {
    super({ code: 'ACCOUNT.NOT_FOUND', message: 'There is no such account', status: 404 });
  }
}
