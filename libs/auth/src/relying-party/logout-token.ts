import { errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';

const event = 'http://schemas.openid.net/event/backchannel-logout';
const algorithms = ['ES256', 'EdDSA', 'Ed25519', 'PS256', 'RS256'];
const clockToleranceSeconds = 60;

/** Who has been signed out at the provider: one session, or every session of one person. */
export type SignedOut = { sessionId: string } | { subject: string };

/** The token does not prove that anybody was signed out. */
export class LogoutTokenError extends Error {
  constructor(options?: ErrorOptions) {
    super('Not a good logout token', options);
  }
}

const claimsSchema = z
  .object({
    events: z.looseObject({ [event]: z.record(z.string(), z.unknown()) }),
    // With one, an ID token could pass for a logout token.
    nonce: z.undefined().optional(),
    sid: z.string().min(1).optional(),
    sub: z.string().min(1).optional(),
  })
  .transform(({ sid, sub }, context): SignedOut => {
    if (sid !== undefined) return { sessionId: sid };
    if (sub !== undefined) return { subject: sub };
    context.addIssue({ code: 'custom', message: 'names neither a session nor a person' });
    return z.NEVER;
  });

/**
 * Checks a logout token (OpenID Connect Back-Channel Logout 1.0, section 2.6). That one was seen before is not noticed:
 * what has been ended can be ended again.
 *
 * @throws LogoutTokenError; anything else when the keys cannot be had
 */
export async function readLogoutToken(
  token: string,
  keys: JWTVerifyGetKey,
  { issuer, audience }: { issuer: string; audience: string },
): Promise<SignedOut> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms,
      requiredClaims: ['iat', 'jti'],
      maxTokenAge: '10m',
      clockTolerance: clockToleranceSeconds,
    });
    return claimsSchema.parse(payload);
  } catch (error) {
    if (error instanceof z.ZodError || isAboutTheToken(error)) throw new LogoutTokenError({ cause: error });
    throw error;
  }
}

function isAboutTheToken(error: unknown): boolean {
  const isAboutTheKeys = error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid;
  return error instanceof errors.JOSEError && error.code !== errors.JOSEError.code && !isAboutTheKeys;
}
