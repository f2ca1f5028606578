import { DomainError } from '@wellspring/platform';

/** There is none, or it is somebody else's: a customer cannot tell which. */
export class ProductNotFoundError extends DomainError {
  constructor() {
    super({ code: 'PRODUCT.NOT_FOUND', message: 'There is no such product', status: 404 });
  }
}

/** What was asked for is of a SIM, and this product has none. */
export class ProductHasNoSimError extends DomainError {
  constructor(kind: 'SIM' | 'eSIM' = 'SIM') {
    super({ code: 'PRODUCT.HAS_NO_SIM', message: `This product has no ${kind}`, status: 422 });
  }
}
