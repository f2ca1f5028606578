import { beforeEach, describe, expect, it } from '@jest/globals';
import { Breaker, defaultBreakerRules } from './breaker.ts';

describe('Breaker', () => {
  let now: number;
  let breaker: Breaker;
  const rules = { ...defaultBreakerRules, rampMs: 0 };

  beforeEach(() => {
    now = 1_000_000;
    breaker = new Breaker(
      rules,
      () => now,
      () => 0.5,
    );
  });

  function send(outcome: 'succeed' | 'fail'): boolean {
    const permit = breaker.acquire();
    if (permit === undefined) return false;
    breaker[outcome](permit);
    return true;
  }

  function open(): void {
    for (let i = 0; i < rules.minRequests; i += 1) send('fail');
    expect(breaker.state).toBe('open');
  }

  it('stays closed on too few requests, however they end', () => {
    for (let i = 0; i < rules.minRequests - 1; i += 1) send('fail');
    expect(breaker.state).toBe('closed');
  });

  it('stays closed while less than half of the requests fail', () => {
    for (let i = 0; i < 100; i += 1) send(i % 5 === 0 ? 'fail' : 'succeed');
    expect(breaker.state).toBe('closed');
  });

  it('forgets failures that are older than its window', () => {
    for (let i = 0; i < 15; i += 1) send('fail');
    now += rules.windowMs + 1;
    for (let i = 0; i < 15; i += 1) send('fail');
    expect(breaker.state).toBe('closed');
  });

  it('lets nothing through while open, then one trial at a time', () => {
    open();
    expect(breaker.acquire()).toBeUndefined();
    now += rules.openMs * 1.2;
    const trial = breaker.acquire();
    expect(trial?.trial).toBe(true);
    expect(breaker.acquire()).toBeUndefined();
  });

  it('closes only after several trials have succeeded', () => {
    open();
    now += rules.openMs * 1.2;
    for (let i = 1; i <= rules.trials; i += 1) {
      expect(breaker.state).toBe(i === 1 ? 'open' : 'half_open');
      send('succeed');
    }
    expect(breaker.state).toBe('closed');
  });

  it('waits longer after each failed trial, up to a bound', () => {
    open();
    let waitedMs = 0;
    for (let i = 0; i < 12; i += 1) {
      waitedMs = 0;
      while (!send('fail')) {
        now += 100;
        waitedMs += 100;
      }
    }
    expect(waitedMs).toBeGreaterThan(rules.maxOpenMs / 2);
    expect(waitedMs).toBeLessThanOrEqual(rules.maxOpenMs * 1.1 + 100);
  });

  it('is never stuck half-open: a trial that nobody reports on, or that was given up, makes room', () => {
    open();
    now += rules.openMs * 1.2;
    const trials = () => [breaker.acquire(), breaker.acquire()];
    // One at a time: while it is under way nobody else is let through.
    expect(trials()).toEqual([expect.anything(), undefined]);
    now += 31_000;
    const [next, other] = trials();
    expect(other).toBeUndefined();
    if (next === undefined) throw new Error('the breaker is stuck');
    breaker.release(next);
    expect(trials()).toEqual([expect.anything(), undefined]);
  });

  it('ignores the late result of a trial it no longer waits for', () => {
    open();
    now += rules.openMs * 1.2;
    const lost = breaker.acquire();
    now += 31_000;
    breaker.acquire();
    if (lost !== undefined) breaker.fail(lost);
    expect(breaker.state).toBe('half_open');
  });

  it('does not flap: a relapse soon after closing keeps it open for longer', () => {
    open();
    now += rules.openMs * 1.2;
    for (let i = 0; i < rules.trials; i += 1) send('succeed');
    for (let i = 0; i < rules.minRequests; i += 1) send('fail');
    now += rules.openMs * 1.2;
    expect(breaker.acquire()).toBeUndefined();
  });

  it('lets traffic back little by little after closing: no stampede', () => {
    let random = 0;
    breaker = new Breaker(
      defaultBreakerRules,
      () => now,
      () => (random = (random + 0.37) % 1),
    );
    open();
    now += 1_200;
    for (let i = 0; i < rules.trials; i += 1) send('succeed');
    const let1 = Array.from({ length: 1_000 }, () => send('succeed')).filter(Boolean).length;
    now += defaultBreakerRules.rampMs * 0.8;
    const let2 = Array.from({ length: 1_000 }, () => send('succeed')).filter(Boolean).length;
    now += defaultBreakerRules.rampMs;
    const let3 = Array.from({ length: 1_000 }, () => send('succeed')).filter(Boolean).length;
    expect(let1).toBeLessThan(150);
    expect(let2).toBeGreaterThan(700);
    expect(let3).toBe(1_000);
  });
});
