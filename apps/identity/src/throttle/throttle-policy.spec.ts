import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lockedForMs, presumeFailure, spend, takeBack, type ThrottleState, unthrottled } from './throttle-policy.ts';

const policy = { freeAttempts: 3, firstLockMs: 1_000, longestLockMs: 8_000, forgetAfterMs: 60_000 };

function afterFailures(count: number, now = 0): ThrottleState {
  let state = unthrottled;
  for (let failure = 0; failure < count; failure += 1) state = presumeFailure(state, now, policy);
  return state;
}

describe('a limited rate', () => {
  const rate = { burst: 3, everyMs: 1_000 };
  const now = 1_800_000_000_000;

  function afterSpending(count: number): ThrottleState {
    let state = unthrottled;
    for (let attempt = 0; attempt < count; attempt += 1) state = spend(state, now, rate);
    return state;
  }

  it('has so many at once, and then one each time it has waited', () => {
    expect([1, 2, 3].map((count) => lockedForMs(afterSpending(count), now))).toEqual([0, 0, 1_000]);
    expect(lockedForMs(afterSpending(3), now + 1_000)).toBe(0);
    expect(lockedForMs(spend(afterSpending(3), now + 1_000, rate), now + 1_000)).toBe(1_000);
  });

  it('gives back what was not used', () => {
    const rested = now + 3_000;
    const again = spend(spend(afterSpending(3), rested, rate), rested, rate);
    expect(lockedForMs(again, rested)).toBe(0);
    expect(lockedForMs(spend(again, rested, rate), rested)).toBe(1_000);
  });

  it('is never reached by few, however long they go on', () => {
    let state = unthrottled;
    for (let at = now; at < now + 10_000_000; at += 2_000) state = spend(state, at, rate);
    expect(lockedForMs(state, now + 10_000_000)).toBe(0);
  });
});

describe('throttle policy', () => {
  it('leaves the first attempts free', () => {
    expect(lockedForMs(afterFailures(2), 0)).toBe(0);
  });

  it('doubles the lock with every further failure up to the longest', () => {
    expect([3, 4, 5, 6, 7, 50].map((count) => lockedForMs(afterFailures(count), 0))).toEqual([
      1_000, 2_000, 4_000, 8_000, 8_000, 8_000,
    ]);
  });

  it('lets go when the lock is over', () => {
    expect(lockedForMs(afterFailures(3), 1_000)).toBe(0);
    expect(lockedForMs(afterFailures(3), 999)).toBe(1);
  });

  it('forgets failures that are long past', () => {
    expect(presumeFailure(afterFailures(10), 60_001, policy)).toEqual({
      failures: 1,
      lastFailureAt: 60_001,
      lockedUntil: 0,
    });
  });

  it('takes back exactly what an attempt that did not fail had cost', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), (failures) => {
        const before = afterFailures(failures);
        // It is admitted once no lock is left.
        const now = before.lockedUntil;
        const after = takeBack(presumeFailure(before, now, policy));
        expect(after.failures).toBe(before.failures);
        expect(lockedForMs(after, now)).toBe(0);
      }),
    );
  });

  it('never locks for less after one more failure', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), (failures) => {
        expect(lockedForMs(afterFailures(failures + 1), 0)).toBeGreaterThanOrEqual(
          lockedForMs(afterFailures(failures), 0),
        );
      }),
    );
  });
});
