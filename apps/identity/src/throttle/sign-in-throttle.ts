import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../clock/clock.ts';
import { IdentitySettings } from '../config.ts';
import {
  lockedForMs,
  presumeFailure,
  type RatePolicy,
  spend,
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

/**
 * What is counted apart: failures of an account, failures from an address, and attempts from an address of which nobody
 * could tell whether the password was right.
 */
const scopes = ['account', 'address', 'unanswered'] as const;
type Scope = (typeof scopes)[number];

export type Admission = { admitted: true } | { admitted: false; by: 'account' | 'address'; retryAfterMs: number };

interface Row {
  scope: Scope;
  failures: number;
  last_failure_at: Date;
  locked_until: Date;
}

type States = ReadonlyMap<Scope, ThrottleState>;

/**
 * Limits guessing of passwords. The counts are in PostgreSQL, so that all replicas count together. Everybody behind one
 * address waits for the same row: a turn is two statements.
 */
@Injectable()
export class SignInThrottle {
  private readonly policies: Record<'account' | 'address', ThrottlePolicy>;
  private readonly unansweredRate: RatePolicy;

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
    // An outage is nobody's guessing: its lock never grows, and what few of them come to is forgotten.
    this.unansweredRate = { burst: settings.unansweredFreeAttempts, everyMs: firstLockMs };
  }

  /** Counts the attempt as a failure in advance; an attempt that is not admitted costs nothing. */
  admit(attempt: Attempt): Promise<Admission> {
    return this.database.transaction(async (manager) => {
      const states = await lock(manager, attempt, scopes);
      // Only now: others may have counted while this attempt waited for its turn.
      const now = this.clock.now();
      const lockedMs = (scope: Scope): number => lockedForMs(stateOf(states, scope), now);
      const retryAfterMs = Math.max(...scopes.map(lockedMs));
      if (retryAfterMs > 0)
        return { admitted: false, by: lockedMs('account') > 0 ? 'account' : 'address', retryAfterMs };
      await write(
        manager,
        attempt,
        new Map([
          ['account', this.presumed(states, 'account', now)],
          ['address', this.presumed(states, 'address', now)],
        ]),
      );
      return { admitted: true };
    });
  }

  /** The password was right: the account starts anew; the address is only given back what this attempt took. */
  succeeded(attempt: Attempt): Promise<void> {
    return this.settle(attempt, ['account', 'address'], (states) => [
      ['account', unthrottled],
      ['address', takeBack(stateOf(states, 'address'))],
    ]);
  }

  /**
   * Nobody could tell whether the password was right. It stays a failure of the account, known or not; the address gets
   * it back and is measured by its own, larger limit, so that an outage does not lock out all who share an address, and
   * does not let one address try as many passwords as it likes.
   */
  unanswered(attempt: Attempt): Promise<void> {
    return this.settle(attempt, ['address', 'unanswered'], (states) => [
      ['address', takeBack(stateOf(states, 'address'))],
      ['unanswered', spend(stateOf(states, 'unanswered'), this.clock.now(), this.unansweredRate)],
    ]);
  }

  /** The password was never looked at. */
  withdrawn(attempt: Attempt): Promise<void> {
    return this.settle(attempt, ['account', 'address'], (states) => [
      ['account', takeBack(stateOf(states, 'account'))],
      ['address', takeBack(stateOf(states, 'address'))],
    ]);
  }

  /** Forgets whatever no longer counts, but for what somebody is at: to wait for it could be to wait for each other. */
  async sweep(): Promise<void> {
    const { forgetAfterMs, longestLockMs } = this.policies.account;
    const horizon = new Date(this.clock.now() - Math.max(forgetAfterMs, longestLockMs));
    await this.database.query(
      `DELETE FROM sign_in_throttle WHERE (scope, subject) IN (
         SELECT scope, subject FROM sign_in_throttle WHERE last_failure_at < $1 FOR UPDATE SKIP LOCKED)`,
      [horizon],
    );
  }

  /** What came of an attempt that was admitted. */
  private async settle(
    attempt: Attempt,
    of: readonly Scope[],
    settled: (states: States) => [Scope, ThrottleState][],
  ): Promise<void> {
    await this.database.transaction(async (manager) => {
      await write(manager, attempt, new Map(settled(await lock(manager, attempt, of))));
    });
  }

  private presumed(states: States, scope: 'account' | 'address', now: number): ThrottleState {
    return presumeFailure(stateOf(states, scope), now, this.policies[scope]);
  }
}

/** Locks in the order of `scopes`, as everybody does, so that two sign-ins never wait for each other. */
async function lock(manager: EntityManager, attempt: Attempt, of: readonly Scope[]): Promise<States> {
  const rows = await manager.query<Row[]>(
    `INSERT INTO sign_in_throttle (scope, subject, failures, last_failure_at, locked_until)
     SELECT scope, subject, 0, 'epoch', 'epoch'
     FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS wanted (scope, subject, place) ORDER BY place
     ON CONFLICT (scope, subject) DO UPDATE SET failures = sign_in_throttle.failures
     RETURNING scope, failures, last_failure_at, locked_until`,
    [of, of.map((scope) => subjectOf(scope, attempt))],
  );
  return new Map(
    rows.map(({ scope, failures, last_failure_at: lastFailureAt, locked_until: lockedUntil }) => [
      scope,
      { failures, lastFailureAt: lastFailureAt.getTime(), lockedUntil: lockedUntil.getTime() },
    ]),
  );
}

async function write(manager: EntityManager, attempt: Attempt, states: States): Promise<void> {
  const now = [...states.values()];
  await manager.query(
    `UPDATE sign_in_throttle
     SET failures = now.failures, last_failure_at = now.last_failure_at, locked_until = now.locked_until
     FROM unnest($1::text[], $2::text[], $3::integer[], $4::timestamptz[], $5::timestamptz[])
       AS now (scope, subject, failures, last_failure_at, locked_until)
     WHERE sign_in_throttle.scope = now.scope AND sign_in_throttle.subject = now.subject`,
    [
      [...states.keys()],
      [...states.keys()].map((scope) => subjectOf(scope, attempt)),
      now.map(({ failures }) => failures),
      now.map(({ lastFailureAt }) => new Date(lastFailureAt)),
      now.map(({ lockedUntil }) => new Date(lockedUntil)),
    ],
  );
}

function stateOf(states: States, scope: Scope): ThrottleState {
  return states.get(scope) ?? unthrottled;
}

function subjectOf(scope: Scope, { account, address }: Attempt): string {
  return scope === 'account' ? account : address;
}
