import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../clock/clock.ts';
import { IdentitySettings } from '../config.ts';
import {
  lockedForMs,
  presumeFailure,
  takeBack,
  type ThrottlePolicy,
  type ThrottleState,
  unthrottled,
} from './throttle-policy.ts';

/** What is limited: one account whoever tries it, and one address whatever it tries. */
export interface Attempt {
  account: string;
  address: string;
}

export type Admission = { admitted: true } | { admitted: false; by: 'account' | 'address'; retryAfterMs: number };

interface Row {
  failures: number;
  last_failure_at: Date;
  locked_until: Date;
}

/** Limits guessing of passwords. The counts are in PostgreSQL, so that all replicas count together. */
@Injectable()
export class SignInThrottle {
  private readonly policies: Record<keyof Attempt, ThrottlePolicy>;

  constructor(
    settings: IdentitySettings,
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {
    const { firstLockMs, longestLockMs, forgetFailuresAfterMs: forgetAfterMs } = settings;
    const shared = { firstLockMs, longestLockMs, forgetAfterMs };
    this.policies = {
      account: { ...shared, freeAttempts: settings.accountFreeAttempts },
      address: { ...shared, freeAttempts: settings.addressFreeAttempts },
    };
  }

  /** Counts the attempt as a failure in advance; an attempt that is not admitted costs nothing. */
  admit(attempt: Attempt): Promise<Admission> {
    return this.database.transaction(async (manager) => {
      const account = await this.lock(manager, 'account', attempt);
      const address = await this.lock(manager, 'address', attempt);
      // Only now: others may have counted while this attempt waited for its turn.
      const now = this.clock.now();
      const retryAfterMs = Math.max(lockedForMs(account, now), lockedForMs(address, now));
      if (retryAfterMs > 0) {
        return { admitted: false, by: lockedForMs(account, now) > 0 ? 'account' : 'address', retryAfterMs };
      }
      await this.write(manager, 'account', attempt, presumeFailure(account, now, this.policies.account));
      await this.write(manager, 'address', attempt, presumeFailure(address, now, this.policies.address));
      return { admitted: true };
    });
  }

  /** The password was right: the account starts anew; the address is only given back what this attempt took. */
  async succeeded(attempt: Attempt): Promise<void> {
    await this.database.transaction(async (manager) => {
      await this.lock(manager, 'account', attempt);
      await this.write(manager, 'account', attempt, unthrottled);
      await this.giveBack(manager, 'address', attempt);
    });
  }

  /** The password was never looked at. */
  async withdrawn(attempt: Attempt): Promise<void> {
    await this.database.transaction(async (manager) => {
      await this.giveBack(manager, 'account', attempt);
      await this.giveBack(manager, 'address', attempt);
    });
  }

  /** Forgets whatever no longer counts. */
  async sweep(): Promise<void> {
    const { forgetAfterMs, longestLockMs } = this.policies.account;
    const horizon = new Date(this.clock.now() - Math.max(forgetAfterMs, longestLockMs));
    await this.database.query('DELETE FROM sign_in_throttle WHERE last_failure_at < $1', [horizon]);
  }

  private async giveBack(manager: EntityManager, scope: keyof Attempt, attempt: Attempt): Promise<void> {
    const state = await this.lock(manager, scope, attempt);
    await this.write(manager, scope, attempt, takeBack(state, this.policies[scope]));
  }

  /** Everybody locks the account before the address, so that two sign-ins never wait for each other. */
  private async lock(manager: EntityManager, scope: keyof Attempt, attempt: Attempt): Promise<ThrottleState> {
    const subject = [scope, attempt[scope]];
    await manager.query(
      `INSERT INTO sign_in_throttle (scope, subject, failures, last_failure_at, locked_until)
       VALUES ($1, $2, 0, 'epoch', 'epoch') ON CONFLICT DO NOTHING`,
      subject,
    );
    const [row] = await manager.query<Row[]>(
      `SELECT failures, last_failure_at, locked_until FROM sign_in_throttle
       WHERE scope = $1 AND subject = $2 FOR UPDATE`,
      subject,
    );
    if (row === undefined) return unthrottled;
    return {
      failures: row.failures,
      lastFailureAt: row.last_failure_at.getTime(),
      lockedUntil: row.locked_until.getTime(),
    };
  }

  private async write(
    manager: EntityManager,
    scope: keyof Attempt,
    attempt: Attempt,
    { failures, lastFailureAt, lockedUntil }: ThrottleState,
  ): Promise<void> {
    await manager.query(
      `UPDATE sign_in_throttle SET failures = $3, last_failure_at = $4, locked_until = $5
       WHERE scope = $1 AND subject = $2`,
      [scope, attempt[scope], failures, new Date(lastFailureAt), new Date(lockedUntil)],
    );
  }
}
