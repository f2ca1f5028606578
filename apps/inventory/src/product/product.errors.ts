import { DomainError } from '@wellspring/platform';

/** What was asked for is of a SIM, and this product has none. */
export class ProductHasNoSimError extends DomainError {
  constructor(kind: 'SIM' | 'eSIM' = 'SIM') {
    super({ code: 'PRODUCT.HAS_NO_SIM', message: `This product has no ${kind}`, status: 422 });
  }
}

export class ProductTerminatedError extends DomainError {
  constructor() {
    super({ code: 'PRODUCT.TERMINATED', message: 'This product has ended', status: 409 });
  }
}
