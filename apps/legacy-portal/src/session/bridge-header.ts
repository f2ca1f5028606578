import { createRemoteJWKSet, jwtVerify } from 'jose';
import { z } from 'zod';
import type { SessionCustomer } from './session-store.ts';

const claims = z.object({
  sub: z.string().min(1),
  email: z.string().default(''),
  name: z.string().default(''),
  iat: z.number(),
  exp: z.number(),
});

const longestLifeSeconds = 60;

/** Reads who is signed in from the header that the edge signs for this portal alone. */
export class BridgeHeader {
  private readonly keys: ReturnType<typeof createRemoteJWKSet>;
  private readonly issuer: string;

  constructor(jwksUrl: string, issuer: string) {
    this.keys = createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: 2_000, cooldownDuration: 1_000 });
    this.issuer = issuer;
  }

  /** @throws Error when the token is not one of the edge's, is not for this portal, or lives too long. */
  async verify(token: string): Promise<SessionCustomer> {
    const { payload } = await jwtVerify(token, this.keys, {
      audience: 'legacy-portal',
      issuer: this.issuer,
      algorithms: ['ES256', 'EdDSA'],
      requiredClaims: ['sub', 'iat', 'exp'],
      clockTolerance: 5,
    });
    const { sub, email, name, iat, exp } = claims.parse(payload);
    if (exp - iat > longestLifeSeconds) throw new Error('the bridge token lives too long');
    return { customerNo: sub, email, name };
  }
}
