import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RelyingParty } from '@wellspring/auth/relying-party';
import { Lifecycle, Logger, messageOf } from '@wellspring/platform';
import type { OperatorSession } from './operator-session.ts';
import { IdentityUnavailableError } from './session.errors.ts';

/** How long what identity said is good enough to look at something. A decision is never made on it. */
const believedMs = 2_000;
const retryMs = 2_000;
/** Sessions remembered; beyond, the one asked about the longest ago is forgotten, and asked about again. */
const mostSessions = 1_000;

/** What identity said of a session last. */
interface Confirmation {
  accessToken: string;
  /** Milliseconds of the epoch, as the next. */
  expiresAt: number;
  at: number;
}

/**
 * Asks identity whether an operator is still signed in. The cookie alone proves only that they once were: a copy of it
 * would outlive the sign-out. Asking means renewing the access token, so whoever is let through has one made just now.
 */
@Injectable()
export class OperatorSessions {
  private readonly confirmed = new Map<string, Confirmation>();
  private readonly asking = new Map<string, Promise<Confirmation | undefined>>();
  /** Signed out here while identity was away: refused here at once, and ended there as soon as it is back. */
  private readonly unfinished = new Map<string, OperatorSession>();
  private retry: NodeJS.Timeout | undefined;

  constructor(
    private readonly party: RelyingParty,
    private readonly logger: Logger,
    lifecycle: Lifecycle,
  ) {
    lifecycle.onStopWorkers('sign-outs at identity', () => {
      clearTimeout(this.retry);
      return Promise.resolve();
    });
  }

  /**
   * An access token to look at something with: a sign-out is in force within seconds, and while identity is away the
   * token it gave last is used until it ends. @returns undefined when the operator is no longer signed in.
   * @throws IdentityUnavailableError
   */
  async toRead(session: OperatorSession): Promise<string | undefined> {
    const key = keyOf(session);
    const known = this.confirmed.get(key);
    if (known !== undefined && Date.now() - known.at < believedMs) return known.accessToken;
    try {
      return (await this.shared(key, session))?.accessToken;
    } catch (error) {
      if (known !== undefined && known.expiresAt > Date.now() && !this.unfinished.has(key)) return known.accessToken;
      throw error;
    }
  }

  /** An access token to decide something with: identity is asked for it, every time. @throws IdentityUnavailableError */
  async toDecide(session: OperatorSession): Promise<string | undefined> {
    return (await this.ask(keyOf(session), session))?.accessToken;
  }

  /**
   * Ends the sign-in at identity, with everything granted under it, for every copy of the cookie.
   * @returns false when identity could not be told yet.
   */
  async end(session: OperatorSession): Promise<boolean> {
    const key = keyOf(session);
    this.unfinished.set(key, session);
    this.confirmed.delete(key);
    await this.finish();
    return !this.unfinished.has(key);
  }

  private shared(key: string, session: OperatorSession): Promise<Confirmation | undefined> {
    const known = this.asking.get(key);
    if (known !== undefined) return known;
    const asking = this.ask(key, session).finally(() => this.asking.delete(key));
    this.asking.set(key, asking);
    return asking;
  }

  private async ask(key: string, session: OperatorSession): Promise<Confirmation | undefined> {
    if (this.unfinished.has(key)) return undefined;
    try {
      const tokens = await this.party.refresh(session.refreshToken);
      if (tokens === undefined || this.unfinished.has(key)) {
        this.confirmed.delete(key);
        return undefined;
      }
      const confirmation = { accessToken: tokens.accessToken, expiresAt: tokens.expiresAt, at: Date.now() };
      this.remember(key, confirmation);
      return confirmation;
    } catch (error) {
      throw new IdentityUnavailableError(error);
    }
  }

  private remember(key: string, confirmation: Confirmation): void {
    this.confirmed.delete(key);
    this.confirmed.set(key, confirmation);
    const [oldest] = this.confirmed.keys();
    if (this.confirmed.size > mostSessions && oldest !== undefined) this.confirmed.delete(oldest);
  }

  private async finish(): Promise<void> {
    clearTimeout(this.retry);
    for (const [key, session] of this.unfinished) {
      try {
        if (session.endsAt > Date.now()) await this.party.revoke(session.refreshToken);
        this.unfinished.delete(key);
      } catch (error) {
        this.logger.warn('A sign-out waits for identity', {
          'event.action': 'sign-out',
          'user.id': session.id,
          'error.message': messageOf(error),
        });
        this.retry = setTimeout(() => void this.finish(), retryMs).unref();
        return;
      }
    }
  }
}

function keyOf({ refreshToken }: OperatorSession): string {
  return createHash('sha256').update(refreshToken).digest('base64url');
}
