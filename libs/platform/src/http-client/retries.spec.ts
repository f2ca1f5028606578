import { describe, expect, it } from '@jest/globals';
import { DependencyError, type FailureOutcome } from './dependency.error.ts';
import { Retries } from './retries.ts';

const failed = (outcome: FailureOutcome): DependencyError =>
  new DependencyError({ dependency: 'crm', operation: 'get-customer', outcome });

const muchTimeMs = 60_000;

describe('Retries', () => {
  it('pauses anything from nothing to an exponentially growing limit', () => {
    const longest = new Retries({ maxAttempts: 10, budget: 1 }, () => 1);
    const shortest = new Retries({ maxAttempts: 10, budget: 1 }, () => 0);
    const error = failed('refused');
    expect([1, 2, 3, 8].map((made) => longest.pauseMs(made, error, muchTimeMs))).toEqual([50, 100, 200, 2_000]);
    expect([1, 2, 3].map((made) => shortest.pauseMs(made, error, muchTimeMs))).toEqual([0, 0, 0]);
  });

  it('stops after the last try', () => {
    const retries = new Retries({ maxAttempts: 3, budget: 1 }, () => 0);
    expect(retries.pauseMs(2, failed('5xx'), muchTimeMs)).toBe(0);
    expect(retries.pauseMs(3, failed('5xx'), muchTimeMs)).toBeUndefined();
  });

  it.each<FailureOutcome>(['4xx', 'bad_payload', 'tls', 'breaker_open', 'bulkhead_full', 'no_time_left'])(
    'does not repeat what ended as %s',
    (outcome) => {
      const retries = new Retries({ maxAttempts: 3, budget: 1 }, () => 0);
      expect(retries.pauseMs(1, failed(outcome), muchTimeMs)).toBeUndefined();
    },
  );

  it('never waits beyond the deadline', () => {
    const retries = new Retries({ maxAttempts: 3, budget: 1 }, () => 0.5);
    expect(retries.pauseMs(1, failed('reset'), 25)).toBeUndefined();
    expect(retries.pauseMs(1, failed('reset'), 26)).toBe(25);
    expect(new Retries({ maxAttempts: 3, budget: 1 }, () => 0).pauseMs(1, failed('reset'), 0)).toBeUndefined();
  });

  it('spends no more than a share of the calls once the reserve is used up', () => {
    const retries = new Retries({ maxAttempts: 3, budget: 0.25 }, () => 0);
    let repeated = 0;
    for (let call = 0; call < 400; call += 1) {
      retries.countCall();
      if (retries.pauseMs(1, failed('5xx'), muchTimeMs) !== undefined) repeated += 1;
    }
    expect(repeated).toBe(109);
  });

  it('is off without a budget', () => {
    const retries = new Retries({ maxAttempts: 3, budget: 0 }, () => 0);
    retries.countCall();
    expect(retries.pauseMs(1, failed('5xx'), muchTimeMs)).toBeUndefined();
  });
});
