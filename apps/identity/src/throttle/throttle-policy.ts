/** Failures are forgiven `forgetAfterMs` after the last one; past `freeAttempts` each one locks for twice as long. */
export interface ThrottlePolicy {
  freeAttempts: number;
  firstLockMs: number;
  longestLockMs: number;
  forgetAfterMs: number;
}

/** Times are epoch milliseconds. */
export interface ThrottleState {
  failures: number;
  lastFailureAt: number;
  lockedUntil: number;
}

export const unthrottled: ThrottleState = { failures: 0, lastFailureAt: 0, lockedUntil: 0 };

/** Milliseconds until another attempt is allowed, 0 when one is allowed now. */
export function lockedForMs(state: ThrottleState, now: number): number {
  return Math.max(0, state.lockedUntil - now);
}

/**
 * The state after one more attempt that is presumed to fail. An attempt is counted before the password is looked at:
 * a thousand guesses sent at once are then a thousand counted attempts, not one.
 */
export function presumeFailure(state: ThrottleState, now: number, policy: ThrottlePolicy): ThrottleState {
  const forgotten = now - state.lastFailureAt > policy.forgetAfterMs;
  const failures = forgotten ? 1 : state.failures + 1;
  return { failures, lastFailureAt: now, lockedUntil: lockedUntil(failures, now, policy) };
}

/** Takes back one presumed failure; the lock it caused goes with it, and there was none before it, or it had waited. */
export function takeBack(state: ThrottleState): ThrottleState {
  return { ...state, failures: Math.max(0, state.failures - 1), lockedUntil: 0 };
}

/** So many at once, and one more every `everyMs`. */
export interface RatePolicy {
  burst: number;
  everyMs: number;
}

/** The state after one more attempt at a limited rate (GCRA): what was not used is there again with time. */
export function spend(state: ThrottleState, now: number, { burst, everyMs }: RatePolicy): ThrottleState {
  const unused = now - (burst - 1) * everyMs;
  return {
    failures: state.failures + 1,
    lastFailureAt: now,
    lockedUntil: Math.max(state.lockedUntil, unused) + everyMs,
  };
}

function lockedUntil(failures: number, failedAt: number, policy: ThrottlePolicy): number {
  const excess = failures - policy.freeAttempts;
  // No lock is no time at all: replicas' clocks differ, and one that is behind would take "until now" for a lock.
  if (excess < 0) return 0;
  return failedAt + Math.min(policy.longestLockMs, policy.firstLockMs * 2 ** Math.min(excess, 30));
}
