import { DomainError } from '@wellspring/platform';

export class OperatorTokenError extends DomainError {
  constructor(cause?: unknown) {
    super({
      code: 'OPERATOR.UNAUTHENTICATED',
      message: "An operator's token is required",
      status: 401,
      headers: { 'www-authenticate': 'Bearer realm="operations"' },
      cause,
    });
  }
}

export class NotAnOperatorError extends DomainError {
  constructor() {
    super({ code: 'OPERATOR.FORBIDDEN', message: 'The role of an operator is required', status: 403 });
  }
}

/** The keys have never been fetched, so no token can be told from a forged one. */
export class OperatorKeysUnavailableError extends DomainError {
  constructor(cause: unknown) {
    super({
      code: 'OPERATOR.KEYS_UNAVAILABLE',
      message: "Operators' tokens cannot be checked at the moment",
      status: 503,
      headers: { 'retry-after': '2' },
      cause,
    });
  }
}
