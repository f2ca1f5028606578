import { describe, expect, it } from '@jest/globals';
import { FailureShareBreaker } from './failure-share.breaker.ts';

function breaker(): { nowMs: number; breaker: FailureShareBreaker } {
  const clock = { nowMs: 0 };
  const options = { failureShare: 0.5, minimumCalls: 4, windowMs: 10_000 };
  return Object.assign(clock, { breaker: new FailureShareBreaker(options, () => clock.nowMs) });
}

describe('FailureShareBreaker', () => {
  it('says nothing before there were enough calls', () => {
    const { breaker: judge } = breaker();
    expect([judge.failure(), judge.failure(), judge.failure(), judge.failure()]).toEqual([false, false, false, true]);
  });

  it('stays closed while enough calls go well', () => {
    const { breaker: judge } = breaker();
    for (let call = 0; call < 10; call += 1) judge.success();
    for (let call = 0; call < 9; call += 1) expect(judge.failure()).toBe(false);
    expect(judge.failure()).toBe(true);
  });

  it('forgets what is older than the window, also after a time without calls', () => {
    const clock = breaker();
    for (let call = 0; call < 3; call += 1) clock.breaker.failure();
    clock.nowMs = 60_000;
    expect(clock.breaker.failure()).toBe(false);
  });

  it('remembers what is within the window', () => {
    const clock = breaker();
    for (let call = 0; call < 3; call += 1) {
      clock.breaker.failure();
      clock.nowMs += 2_000;
    }
    expect(clock.breaker.failure()).toBe(true);
  });

  it('begins anew after a reset', () => {
    const { breaker: judge } = breaker();
    for (let call = 0; call < 3; call += 1) judge.failure();
    judge.reset();
    expect(judge.failure()).toBe(false);
  });
});
