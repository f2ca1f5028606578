import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lockedForMs, presumeFailure, takeBack, type ThrottleState, unthrottled } from './throttle-policy.ts';

const policy = { freeAttempts: 3, firstLockMs: 1_000, longestLockMs: 8_000, forgetAfterMs: 60_000 };

function afterFailures(count: number, now = 0): ThrottleState {
  let state = unthrottled;
  for (let failure = 0; failure < count; failure += 1) state = presumeFailure(state, now, policy);
  return state;
}

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
        const after = takeBack(presumeFailure(before, 0, policy), policy);
        expect(after).toEqual(before);
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
