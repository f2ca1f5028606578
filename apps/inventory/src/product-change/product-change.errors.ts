import { DomainError } from '@wellspring/platform';

/** 409: one change of a product at a time, so that what provisioning says last is what was ordered last. */
export class ChangeInProgressError extends DomainError {
  constructor() {
    super({
      code: 'PRODUCT_CHANGE.IN_PROGRESS',
      message: 'A change of this product is being carried out',
      status: 409,
    });
  }
}

/** 409: what is done is not given up. */
export class ChangeCarriedOutError extends DomainError {
  constructor() {
    super({
      code: 'PRODUCT_CHANGE.CARRIED_OUT',
      message: 'Provisioning has carried this change out',
      status: 409,
      reason: 'Provisioning has carried this change out: retry, and it is recorded as done',
    });
  }
}
