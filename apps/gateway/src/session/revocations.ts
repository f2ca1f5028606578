import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DatabaseSettings } from '@wellspring/persistence';
import { Lifecycle, Logger } from '@wellspring/platform';
import { Notifications } from '../migration/replicas/notifications.ts';
import { SessionStore } from './session.store.ts';

const pollMs = 2_000;
const cleanMs = 600_000;
/** Commits become visible out of order; looking back this far finds the late ones. */
const overlapMs = 60_000;

/**
 * The sessions that have been ended before their cookies expired. Every replica holds them in memory: told at once by
 * LISTEN/NOTIFY, and within seconds by looking, should the notification be lost. While the database is away, the last
 * known ones hold.
 */
@Injectable()
export class Revocations implements OnApplicationBootstrap {
  private readonly revoked = new Map<string, number>();
  /** Ended here while the database was away: written as soon as it is back. */
  private readonly unwritten = new Map<string, number>();
  private seenUntil = 0;
  private readonly notifications: Notifications;
  private stopped = false;
  private pollTimer: NodeJS.Timeout | undefined;
  private cleanTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: SessionStore,
    database: DatabaseSettings,
    private readonly logger: Logger,
    private readonly lifecycle: Lifecycle,
  ) {
    this.notifications = new Notifications(database.databaseUrl, logger);
    this.notifications.on('session_revoked', (payload) => {
      const [sessionId, expiresAt] = payload.split(' ');
      if (sessionId !== undefined && sessionId !== '') this.revoked.set(sessionId, Number(expiresAt));
    });
  }

  onApplicationBootstrap(): void {
    this.lifecycle.onCloseConnections('session revocations', () => this.stop());
    void this.poll();
    this.notifications.start();
    this.cleanTimer = setInterval(() => {
      this.clean();
    }, cleanMs);
    this.cleanTimer.unref();
  }

  has(sessionId: string): boolean {
    return this.revoked.size > 0 && this.revoked.has(sessionId);
  }

  /** In force here at once, everywhere as soon as the database has it. @param expiresAt of the session's last cookie. */
  async revoke(sessionId: string, expiresAt: number): Promise<void> {
    this.revoked.set(sessionId, expiresAt);
    this.unwritten.set(sessionId, expiresAt);
    await this.write();
  }

  private async write(): Promise<void> {
    for (const [sessionId, expiresAt] of [...this.unwritten]) {
      try {
        await this.store.revoke(sessionId, expiresAt);
        this.unwritten.delete(sessionId);
      } catch (error) {
        this.logger.warn('A sign-out waits for the database', {
          'error.message': error instanceof Error ? error.message : '',
        });
        return;
      }
    }
  }

  private async poll(): Promise<void> {
    try {
      await this.write();
      const found = await this.store.revocations(Math.max(0, this.seenUntil - overlapMs));
      for (const { sessionId, expiresAt, revokedAt } of found) {
        this.revoked.set(sessionId, expiresAt);
        this.seenUntil = Math.max(this.seenUntil, revokedAt);
      }
    } catch (error) {
      this.logger.debug('Revocations could not be read', {
        'error.message': error instanceof Error ? error.message : '',
      });
    }
    if (this.stopped) return;
    this.pollTimer = setTimeout(() => void this.poll(), pollMs);
    this.pollTimer.unref();
  }

  private clean(): void {
    const now = Date.now();
    for (const [sessionId, expiresAt] of this.revoked) if (expiresAt < now) this.revoked.delete(sessionId);
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
