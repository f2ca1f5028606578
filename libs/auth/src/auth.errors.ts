import { DomainError } from '@wellspring/platform';

const bearerChallenge = 'Bearer realm="wellspring"';

/** 401: no token was sent. The challenge names no error, as RFC 6750, section 3.1 wants it. */
export class TokenMissingError extends DomainError {
  constructor() {
    super({
      code: 'AUTH.TOKEN_MISSING',
      message: 'Sign-in is required',
      status: 401,
      headers: { 'www-authenticate': bearerChallenge },
    });
  }
}

/** 401: the token is not good, for whatever reason. Which one stays in the cause: a forger learns nothing. */
export class TokenInvalidError extends DomainError {
  constructor(cause?: unknown) {
    const headers = { 'www-authenticate': `${bearerChallenge}, error="invalid_token"` };
    super({ code: 'AUTH.TOKEN_INVALID', message: 'Sign-in is required', status: 401, headers, cause });
  }
}

/** 403: who asks is known, but this is not theirs. */
export class ForbiddenError extends DomainError {
  constructor() {
    super({ code: 'AUTH.FORBIDDEN', message: 'Access is denied', status: 403 });
  }
}

/** 403: the token does not carry the scope that this needs (RFC 6750, section 3.1). */
export class ScopeMissingError extends DomainError {
  constructor(scope: string) {
    super({
      code: 'AUTH.SCOPE_MISSING',
      message: `This needs the scope ${scope}`,
      status: 403,
      headers: { 'www-authenticate': `${bearerChallenge}, error="insufficient_scope", scope="${scope}"` },
    });
  }
}

/** 503: there is no key to check the token with, so nothing is known about it. */
export class KeysUnavailableError extends DomainError {
  constructor(cause: unknown) {
    super({
      code: 'AUTH.KEYS_UNAVAILABLE',
      message: 'Sign-in cannot be checked at the moment',
      status: 503,
      headers: { 'retry-after': '1' },
      cause,
    });
  }
}
