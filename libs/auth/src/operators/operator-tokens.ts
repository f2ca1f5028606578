import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { AccessTokenRefusedError, AccessTokens, type AccessTokensOptions } from '../access-token/access-tokens.ts';
import { NotAnOperatorError, OperatorKeysUnavailableError, OperatorTokenError } from './operator.errors.ts';

export interface Operator {
  /** As it stands in the audit. */
  actor: string;
  /** When the token ends; absent for the one that does not. */
  expiresAt?: Date;
}

export interface OperatorTokensOptions extends AccessTokensOptions {
  /** Works without identity. */
  breakGlassToken?: string | undefined;
}

const role = 'operator';

const claimsSchema = z.object({ sub: z.string().min(1), exp: z.number(), roles: z.array(z.string()).default([]) });

/** Tells operators by their token: an access token from identity, or the token that was set for when it is away. */
export class OperatorTokens {
  private readonly accessTokens: AccessTokens;

  constructor(private readonly options: OperatorTokensOptions) {
    this.accessTokens = new AccessTokens(options);
  }

  /**
   * @param claimedName who says to be using the shared token; only ever a note in the audit.
   * @throws OperatorTokenError, NotAnOperatorError, OperatorKeysUnavailableError
   */
  async verify(authorization: string | undefined, claimedName?: string): Promise<Operator> {
    const token = /^Bearer ([\w.~+/=-]+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw new OperatorTokenError();
    if (this.isBreakGlass(token)) return { actor: breakGlassActor(claimedName) };

    const claims = claimsSchema.safeParse(await this.payloadOf(token));
    if (!claims.success) throw new OperatorTokenError();
    const { sub, exp, roles } = claims.data;
    if (!roles.includes(role)) throw new NotAnOperatorError();
    return { actor: sub, expiresAt: new Date(exp * 1_000) };
  }

  private async payloadOf(token: string): Promise<unknown> {
    try {
      return await this.accessTokens.payloadOf(token);
    } catch (error) {
      if (error instanceof AccessTokenRefusedError) throw new OperatorTokenError(error);
      throw new OperatorKeysUnavailableError(error);
    }
  }

  private isBreakGlass(token: string): boolean {
    const { breakGlassToken } = this.options;
    return breakGlassToken !== undefined && timingSafeEqual(digest(token), digest(breakGlassToken));
  }
}

/** Digests are of one length, which `timingSafeEqual` needs. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function breakGlassActor(claimedName: string | undefined): string {
  const name = claimedName?.replace(/[^\p{L}\p{N} ._@-]/gu, '').slice(0, 60) ?? '';
  return name === '' ? 'break-glass' : `break-glass (${name})`;
}
