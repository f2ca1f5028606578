import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Logger } from '@wellspring/platform';
import { SessionSettings } from '../config.ts';
import { Revocations } from './revocations.ts';
import { SessionCookie } from './session-cookie.ts';
import type { Identity, Origin, Session } from './session.ts';
import { SessionStore, type SessionSecrets } from './session.store.ts';

/** A session is renewed once this share of its idle time has passed: not with every request. */
const renewAfterShare = 0.1;

/** Opens, recognises, renews and ends sessions. Recognising one needs nothing but its cookie. */
@Injectable()
export class Sessions {
  constructor(
    private readonly settings: SessionSettings,
    private readonly cookie: SessionCookie,
    private readonly store: SessionStore,
    private readonly revocations: Revocations,
    private readonly logger: Logger,
  ) {}

  /** Whether a session from a cookie still holds. */
  isValid(session: Session, now: number): boolean {
    return session.expiresAt > now && !this.revocations.cover(session);
  }

  /** @returns the `Set-Cookie` value that prolongs the session, when it is time to. */
  renewal(session: Session, now: number): string | undefined {
    if (now - session.issuedAt < this.settings.sessionIdleMs * renewAfterShare) return undefined;
    const expiresAt = Math.min(now + this.settings.sessionIdleMs, this.latestExpiry(session));
    return expiresAt <= session.expiresAt ? undefined : this.cookie.write({ ...session, issuedAt: now, expiresAt });
  }

  /** Opens a session. Without the database it works all the same, but for what only the server-side row can do. */
  async open(
    identity: Identity,
    secrets: SessionSecrets,
    { providerSession, openedFrom }: Origin = {},
  ): Promise<{ session: Session; setCookie: string }> {
    const now = Date.now();
    const session: Session = {
      ...identity,
      providerSession,
      openedFrom,
      id: randomBytes(16).toString('base64url'),
      startedAt: now,
      issuedAt: now,
      expiresAt: now + Math.min(this.settings.sessionIdleMs, this.settings.sessionMaxMs),
    };
    try {
      await this.store.create(session, secrets, this.latestExpiry(session));
    } catch (error) {
      this.logger.error('A session could not be kept server-side', error, { 'event.action': 'sign-in' });
    }
    return { session, setCookie: this.cookie.write(session) };
  }

  /** @returns the `Set-Cookie` value that makes the browser forget it. */
  async end(session: Session): Promise<string> {
    await this.revocations.revokeSession(session);
    return this.cookie.clear();
  }

  forgottenCookie(): string {
    return this.cookie.clear();
  }

  /** Epoch ms beyond which renewal cannot carry it. */
  latestExpiry({ startedAt }: Session): number {
    return startedAt + this.settings.sessionMaxMs;
  }
}
