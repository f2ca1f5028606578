import { DomainError } from '@wellspring/platform';

export class SignInRequiredError extends DomainError {
  constructor() {
    super({ code: 'CONSOLE.SIGN_IN_REQUIRED', message: 'Sign in as an operator first', status: 401 });
  }
}

export class CrossOriginError extends DomainError {
  constructor() {
    super({ code: 'CONSOLE.CROSS_ORIGIN', message: 'Only pages of this console may ask for this', status: 403 });
  }
}

export class IdentityUnavailableError extends DomainError {
  constructor(cause: unknown) {
    super({
      code: 'CONSOLE.IDENTITY_UNAVAILABLE',
      message: 'Identity does not answer',
      status: 503,
      reason: 'Identity does not answer, so the sign-in cannot be renewed. The command line works without it.',
      headers: { 'retry-after': '2' },
      cause,
    });
  }
}
