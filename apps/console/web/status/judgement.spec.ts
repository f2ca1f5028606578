import { describe, expect, it } from '@jest/globals';
import { judgementLine } from './judgement.ts';

describe('a comparison of the guardrails', () => {
  const test = { customers: 'hand', span: 'window', bad: 12, requests: 100, broken: true } as const;

  it('says whose requests failed, how many, and what is allowed', () => {
    expect(judgementLine({ ...test, of: 'errors', value: 0.12, limit: 0.025 })).toBe(
      'customers included by hand: 12 % failed (12 of 100), 2.5 % allowed: too many to be chance',
    );
  });

  it('tells those chosen by chance, and what is only just now', () => {
    const latency = { ...test, of: 'latency', customers: 'chance', span: 'recent', broken: false } as const;
    expect(judgementLine({ ...latency, value: 480, limit: 500 })).toBe(
      'customers chosen by chance, just now: p95 480 ms (12 of 100 slower than allowed), 500 ms allowed',
    );
  });
});
