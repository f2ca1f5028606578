import { DomainError } from '@wellspring/platform';

/** 400: the operation needs an `Idempotency-Key` header (draft-ietf-httpapi-idempotency-key-header, section 2.7). */
export class IdempotencyKeyMissingError extends DomainError {
  constructor() {
    super({
      code: 'IDEMPOTENCY.KEY_MISSING',
      message: 'This operation requires a valid Idempotency-Key header',
      status: 400,
    });
  }
}

/** 422: the key was used for another request. */
export class IdempotencyKeyReusedError extends DomainError {
  constructor() {
    super({
      code: 'IDEMPOTENCY.KEY_REUSED',
      message: 'This Idempotency-Key was used for a different request',
      status: 422,
    });
  }
}

/** 409: the first request with this key is still being worked on. */
export class IdempotencyInProgressError extends DomainError {
  constructor() {
    super({
      code: 'IDEMPOTENCY.IN_PROGRESS',
      message: 'A request with this Idempotency-Key is still in progress',
      status: 409,
    });
  }
}
