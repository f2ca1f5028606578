import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RelyingParty } from '@wellspring/auth/relying-party';
import { Logger, messageOf } from '@wellspring/platform';
import type { OperatorSession } from './operator-session.ts';
import { IdentityUnavailableError } from './session.errors.ts';

/** An access token that ends sooner than this is renewed before it is used. */
const renewBeforeMs = 60_000;
/** Requests that left the browser with the old cookie may still arrive for that long after a renewal. */
const rememberMs = 60_000;

interface Renewal {
  at: number;
  session: Promise<OperatorSession | undefined>;
}

/**
 * Keeps access tokens fresh. A page asks for several things at once: requests that come with the same refresh token at
 * the same time, or shortly after each other, share one renewal.
 */
@Injectable()
export class OperatorSessions {
  private readonly renewals = new Map<string, Renewal>();

  constructor(
    private readonly party: RelyingParty,
    private readonly logger: Logger,
  ) {}

  /**
   * @returns the same session while its access token lasts, else a renewed one; undefined when identity has ended it.
   * @throws IdentityUnavailableError when the token has run out and nobody can renew it.
   */
  async fresh(session: OperatorSession): Promise<OperatorSession | undefined> {
    const leftMs = session.accessExpiresAt - Date.now();
    if (leftMs > renewBeforeMs) return session;
    if (session.refreshToken === undefined) return leftMs > 0 ? session : undefined;
    try {
      return await this.renewed(session, session.refreshToken);
    } catch (error) {
      if (leftMs > 0) return session;
      throw new IdentityUnavailableError(error);
    }
  }

  /** Ends everything that was granted. With identity away it runs out by itself. */
  async end({ refreshToken }: OperatorSession): Promise<void> {
    if (refreshToken === undefined) return;
    try {
      await this.party.revoke(refreshToken);
    } catch (error) {
      this.logger.warn("An operator's tokens could not be revoked", {
        'event.action': 'sign-out',
        'error.message': messageOf(error),
      });
    }
  }

  private renewed(session: OperatorSession, refreshToken: string): Promise<OperatorSession | undefined> {
    const now = Date.now();
    for (const [key, { at }] of this.renewals) if (now - at > rememberMs) this.renewals.delete(key);
    const key = createHash('sha256').update(refreshToken).digest('base64url');
    const known = this.renewals.get(key);
    if (known !== undefined) return known.session;

    const renewal = this.renew(session, refreshToken);
    this.renewals.set(key, { at: now, session: renewal });
    // One that failed is no answer for the next request.
    renewal.catch(() => this.renewals.delete(key));
    return renewal;
  }

  private async renew(session: OperatorSession, refreshToken: string): Promise<OperatorSession | undefined> {
    const tokens = await this.party.refresh(refreshToken);
    if (tokens === undefined) return undefined;
    return {
      ...session,
      accessToken: tokens.accessToken,
      accessExpiresAt: tokens.expiresAt,
      refreshToken: tokens.refreshToken ?? refreshToken,
    };
  }
}
