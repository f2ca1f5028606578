import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';

export interface AccessTokensOptions {
  jwksUrl: URL;
  issuer: string;
  audience: string;
}

/** The token is not good, or not for us. Anything else that {@link AccessTokens} throws says nothing about the token. */
export class AccessTokenRefusedError extends Error {
  /** It was good once. */
  readonly hasExpired: boolean;

  constructor(cause: unknown) {
    super('The access token was refused', { cause });
    this.hasExpired = cause instanceof errors.JWTExpired;
  }
}

const keysTimeoutMs = 2_000;

/** Checks access tokens of identity (RFC 9068) with its keys, which are kept for as long as it is away. */
export class AccessTokens {
  private readonly keys: JWTVerifyGetKey;

  constructor(private readonly options: AccessTokensOptions) {
    const cacheMaxAge = Number.POSITIVE_INFINITY;
    this.keys = createRemoteJWKSet(options.jwksUrl, { cacheMaxAge, timeoutDuration: keysTimeoutMs });
  }

  /** @throws AccessTokenRefusedError; whatever went wrong when the keys are needed and cannot be fetched */
  async payloadOf(token: string): Promise<JWTPayload> {
    const { issuer, audience } = this.options;
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        issuer,
        audience,
        typ: 'at+jwt',
        algorithms: ['ES256', 'EdDSA', 'PS256', 'RS256'],
        requiredClaims: ['sub', 'exp'],
      });
      return payload;
    } catch (error) {
      if (isAboutTheToken(error)) throw new AccessTokenRefusedError(error);
      throw error;
    }
  }
}

function isAboutTheToken(error: unknown): boolean {
  const aboutKeys = [errors.JWKSTimeout, errors.JWKSInvalid];
  return (
    error instanceof errors.JOSEError &&
    error.code !== errors.JOSEError.code &&
    !aboutKeys.some((kind) => error instanceof kind)
  );
}
