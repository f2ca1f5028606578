import { Injectable } from '@nestjs/common';
import { ServiceName } from '@wellspring/platform';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { KeysUnavailableError, TokenInvalidError } from './auth.errors.ts';
import { AuthSettings } from './auth.settings.ts';
import type { Caller } from './caller.ts';
import { VerificationKeys } from './verification-keys.ts';

/** Asymmetric only: with HMAC among them, the public key would do as the secret to forge with. */
const signingAlgorithms = ['ES256', 'EdDSA', 'Ed25519'];
/** RFC 9068, section 2.1: keeps an ID token, or any other the same keys sign, from passing as an access token. */
const tokenType = 'at+jwt';
/** Longer than any token of ours; what is longer is refused before work is spent on it. */
const longestToken = 4_096;

interface Verified {
  caller: Caller;
  /** Epoch seconds. */
  expires: number;
}

/** Turns the tokens the gateway signs into those who call. A token seen before costs a look-up. */
@Injectable()
export class CallerTokens {
  private readonly verified: LRUCache<string, Verified>;
  private readonly audience: string;

  constructor(
    private readonly keys: VerificationKeys,
    private readonly settings: AuthSettings,
    service: ServiceName,
  ) {
    this.audience = settings.authTokenAudience ?? service.name;
    this.verified = new LRUCache({ max: settings.authTokenCacheSize });
  }

  /** Whose token this is, if it was verified before and is still good; never waits. */
  recall(token: string): Caller | undefined {
    const known = this.verified.get(token);
    if (known === undefined) return undefined;
    if (this.isGood(known.expires)) return known.caller;
    this.verified.delete(token);
    return undefined;
  }

  /**
   * Verifies a token: signature by a key of the gateway, type, issuer, that it is for this service, times.
   *
   * @throws TokenInvalidError (401) when any of that is not right
   * @throws KeysUnavailableError (503) when there is no key to check it with
   */
  async verify(token: string): Promise<Caller> {
    const known = this.recall(token);
    if (known !== undefined) return known;
    const verified = read(await this.payload(token));
    this.verified.set(token, verified);
    return verified.caller;
  }

  private async payload(token: string): Promise<JWTPayload> {
    if (token.length > longestToken) throw new TokenInvalidError();
    try {
      const { payload } = await jwtVerify(token, this.keys.find, {
        algorithms: signingAlgorithms,
        typ: tokenType,
        issuer: this.settings.authTokenIssuer,
        audience: this.audience,
        clockTolerance: this.settings.authClockToleranceSeconds,
        requiredClaims: ['sub', 'exp'],
      });
      return payload;
    } catch (error) {
      if (error instanceof KeysUnavailableError) throw error;
      if (error instanceof errors.JOSEError) throw new TokenInvalidError(error);
      throw error;
    }
  }

  /** The same rule jose goes by. */
  private isGood(expires: number): boolean {
    return expires > Math.floor(Date.now() / 1_000) - this.settings.authClockToleranceSeconds;
  }
}

const text = (claim: unknown): string | undefined => (typeof claim === 'string' && claim !== '' ? claim : undefined);

/** Machines' tokens say which client they are for (RFC 9068, section 2.2), and customers' do not. */
function read({ sub, exp, sid, email, name, locale, scope, client_id: client }: JWTPayload): Verified {
  const id = text(sub);
  if (id === undefined || exp === undefined) throw new TokenInvalidError();
  const scopes = new Set(text(scope)?.split(' ') ?? []);
  const caller: Caller =
    client === undefined
      ? {
          kind: 'customer',
          id,
          sessionId: text(sid),
          email: text(email),
          name: text(name),
          locale: text(locale),
          scopes,
        }
      : { kind: 'machine', id, scopes };
  return { caller: Object.freeze(caller), expires: exp };
}
