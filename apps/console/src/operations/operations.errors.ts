import { DomainError } from '@wellspring/platform';

export class UnknownOperationError extends DomainError {
  constructor() {
    super({ code: 'CONSOLE.UNKNOWN_OPERATION', message: 'There is no such operation', status: 404 });
  }
}

export class GatewayUnavailableError extends DomainError {
  constructor(cause: unknown) {
    super({
      code: 'CONSOLE.GATEWAY_UNAVAILABLE',
      message: 'The gateway does not answer',
      status: 503,
      reason: 'The gateway’s operations API does not answer. Customers are served by the decisions last in force.',
      headers: { 'retry-after': '1' },
      cause,
    });
  }
}
