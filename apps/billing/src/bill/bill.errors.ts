import { DomainError } from '@wellspring/platform';

/** 409: nothing is left to pay. */
export class BillAlreadyPaidError extends DomainError {
  constructor() {
    super({ code: 'BILL.ALREADY_PAID', message: 'The bill is already paid', status: 409 });
  }
}

/** 409: the bill is being checked by the operator. */
export class BillOnHoldError extends DomainError {
  constructor() {
    super({ code: 'BILL.ON_HOLD', message: 'The bill is being checked and cannot be paid now', status: 409 });
  }
}
