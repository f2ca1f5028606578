import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DatabaseSettings } from '@wellspring/persistence';
import { Lifecycle, Logger, messageOf } from '@wellspring/platform';
import { SessionSettings } from '../config.ts';
import { Notifications } from '../replicas/notifications.ts';
import { revocationKey, type RevocationSubject } from './revocation.ts';
import type { Session } from './session.ts';
import { SessionStore } from './session.store.ts';

const pollMs = 2_000;
const cleanMs = 600_000;
/** Commits become visible out of order; looking back this far finds the late ones. */
const overlapMs = 60_000;
/** How long the start waits for the first look. */
const firstLookMs = 5_000;

/**
 * The sessions that have been ended before their cookies expired. Every replica holds them in memory: told at once by
 * LISTEN/NOTIFY, and within seconds by looking, should the notification be lost. While the database is away, the last
 * known ones hold. Before the first look nothing is known, and a session from before the start does not count.
 */
@Injectable()
export class Revocations implements OnApplicationBootstrap {
  /** By key, until when a cookie it covers could last (epoch ms). */
  private readonly revoked = new Map<string, number>();
  /** Ended here while the database was away: written as soon as it is back. */
  private readonly unwritten = new Map<string, number>();
  private seenUntil = 0;
  private unknownBefore = Date.now();
  private readonly notifications: Notifications;
  private stopped = false;
  private pollTimer: NodeJS.Timeout | undefined;
  private cleanTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: SessionStore,
    private readonly settings: SessionSettings,
    database: DatabaseSettings,
    private readonly logger: Logger,
    private readonly lifecycle: Lifecycle,
  ) {
    this.notifications = new Notifications(database.databaseUrl, logger);
    this.notifications.on('session_revoked', (payload) => {
      const [key, expiresAt] = payload.split(' ');
      if (key !== undefined && key !== '') this.note(key, Number(expiresAt));
    });
  }

  /** Waited for, so that no ended session works again after a restart. */
  async onApplicationBootstrap(): Promise<void> {
    this.lifecycle.onCloseConnections('session revocations', () => this.stop());
    this.notifications.start();
    this.cleanTimer = setInterval(() => {
      this.clean();
    }, cleanMs);
    this.cleanTimer.unref();
    const waiting = new AbortController();
    await Promise.race([
      this.poll(),
      delay(firstLookMs, undefined, { signal: waiting.signal, ref: false }).catch(() => undefined),
    ]);
    waiting.abort();
  }

  /** Whether this session has been ended, or nobody can tell. */
  cover(session: Session): boolean {
    if (session.startedAt < this.unknownBefore) return true;
    if (this.revoked.size === 0) return false;
    if (this.revoked.has(session.id)) return true;
    const { customerId, providerSession } = session;
    if (providerSession !== undefined && this.revoked.has(revocationKey({ kind: 'provider', providerSession }))) {
      return true;
    }
    const until = this.revoked.get(revocationKey({ kind: 'customer', customerId }));
    return until !== undefined && this.lastExpiry(session.startedAt) <= until;
  }

  revokeSession(session: Session): Promise<void> {
    return this.revoke({ kind: 'session', sessionId: session.id }, this.lastExpiry(session.startedAt));
  }

  /** Ends what is open now; who signs in again has a session that is not covered. */
  revokeAll(subject: Exclude<RevocationSubject, { kind: 'session' }>): Promise<void> {
    return this.revoke(subject, this.lastExpiry(Date.now()));
  }

  /** In force here at once, everywhere as soon as the database has it. */
  private async revoke(subject: RevocationSubject, expiresAt: number): Promise<void> {
    const key = revocationKey(subject);
    this.note(key, expiresAt);
    this.unwritten.set(key, expiresAt);
    await this.write();
  }

  private note(key: string, expiresAt: number): void {
    this.revoked.set(key, Math.max(expiresAt, this.revoked.get(key) ?? 0));
  }

  /** After which no cookie of a session is good, however often it was renewed. */
  private lastExpiry(startedAt: number): number {
    return startedAt + this.settings.sessionMaxMs;
  }

  private async write(): Promise<void> {
    for (const [key, expiresAt] of [...this.unwritten]) {
      try {
        await this.store.revoke(key, expiresAt);
        this.unwritten.delete(key);
      } catch (error) {
        this.logger.warn('A sign-out waits for the database', {
          'error.message': messageOf(error),
        });
        return;
      }
    }
  }

  private async poll(): Promise<void> {
    try {
      await this.write();
      const found = await this.store.revocations(Math.max(0, this.seenUntil - overlapMs));
      for (const { key, expiresAt, revokedAt } of found) {
        this.note(key, expiresAt);
        this.seenUntil = Math.max(this.seenUntil, revokedAt);
      }
      this.unknownBefore = 0;
    } catch (error) {
      this.logger.debug('Revocations could not be read', {
        'error.message': messageOf(error),
      });
    }
    if (this.stopped) return;
    this.pollTimer = setTimeout(() => void this.poll(), pollMs);
    this.pollTimer.unref();
  }

  private clean(): void {
    const now = Date.now();
    for (const [key, expiresAt] of this.revoked) if (expiresAt < now) this.revoked.delete(key);
    this.store.clean().catch((error: unknown) => {
      this.logger.error('Expired sessions could not be removed', error);
    });
  }

  private async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.pollTimer);
    clearInterval(this.cleanTimer);
    await this.notifications.close();
  }
}
