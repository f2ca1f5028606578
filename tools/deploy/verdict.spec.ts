import { describe, expect, it } from '@jest/globals';
import { environmentSchema } from './environment.ts';
import type { Traffic } from './traffic.ts';
import { judge } from './verdict.ts';

const rules = environmentSchema.parse({ namespace: 'x' }).watch;

function traffic(requests: number, errors: number, slowSeconds = 0.1): Traffic {
  const bounds = [0.1, 0.5, 1, 5];
  return {
    requests,
    errors,
    buckets: new Map([
      ...bounds.map((bound): [number, number] => [bound, bound >= slowSeconds ? requests : 0]),
      [Infinity, requests],
    ]),
  };
}

describe('judge', () => {
  it('lets a version be that does as the one before, even if that is not well', () => {
    expect(judge(traffic(1_000, 100), traffic(1_000, 110), rules).breaches).toEqual([]);
  });

  it('objects to more errors than before, and says how many', () => {
    expect(judge(traffic(1_000, 1), traffic(200, 10), rules).breaches).toEqual([
      '5.0 % of 200 requests failed, before it were 0.1 % (2.0 % more is allowed)',
    ]);
  });

  it('objects to errors of a first version', () => {
    expect(judge(undefined, traffic(200, 10), rules).breaches).toHaveLength(1);
  });

  it('objects to a p95 that is a multiple of before', () => {
    expect(judge(traffic(1_000, 0, 0.1), traffic(200, 0, 5), rules).breaches).toEqual([
      'p95 is 4800 ms, before it was 95 ms (2 times is allowed)',
    ]);
  });

  it('does not mind a multiple of very little', () => {
    expect(judge(traffic(1_000, 0, 0.1), traffic(200, 0, 0.5), rules).breaches).toEqual([]);
  });

  it('concludes nothing from a few requests, but says what it saw', () => {
    const { breaches, summary } = judge(traffic(1_000, 0), traffic(49, 49), rules);
    expect(breaches).toEqual([]);
    expect(summary).toBe('49 requests, 100.0 % failed, p95 95 ms (before: 1000 requests, 0.0 % failed, p95 95 ms)');
  });
});
