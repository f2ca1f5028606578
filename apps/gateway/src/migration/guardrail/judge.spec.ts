import { describe, expect, it } from '@jest/globals';
import type { GuardrailsDeclaration } from '../file/migration-file.schema.ts';
import { guardrailsSchema } from '../file/guardrails.schema.ts';
import { judge } from './judge.ts';
import type { TrafficStats } from './sliding-window.ts';

const rules: GuardrailsDeclaration = guardrailsSchema.parse({
  minRequests: 50,
  maxErrorRateDelta: 0.02,
  maxP95Ratio: 2,
});
const baseline = { errorRate: 0.01, p95Ms: 200, requests: 500, at: new Date(0) };

function traffic(requests: number, errors: number, p95Ms?: number): TrafficStats {
  const errorRate = requests === 0 ? 0 : errors / requests;
  return { requests, errors, errorRate, observations: requests, ...(p95Ms !== undefined && { p95Ms }) };
}

describe('judge', () => {
  it('finds nothing wrong with a new side as good as the old one', () => {
    expect(judge(rules, { new: traffic(500, 5, 250), legacy: traffic(500, 5, 200) })).toMatchObject({
      state: 'healthy',
      reasons: [],
      reference: { kind: 'legacy', errorRate: 0.01, p95Ms: 200 },
    });
  });

  it('finds more errors than the old side has', () => {
    expect(judge(rules, { new: traffic(100, 10, 250), legacy: traffic(500, 5, 200) })).toMatchObject({
      state: 'breach',
      reasons: ['10.0 % of requests fail on the new side, 3.0 % allowed (old side: 1.0 %)'],
    });
  });

  it('does not blame the new side for what both suffer from', () => {
    expect(judge(rules, { new: traffic(100, 50, 900), legacy: traffic(100, 49, 800) }).state).toBe('healthy');
  });

  it('finds a p95 too far above the old one', () => {
    expect(judge(rules, { new: traffic(100, 0, 900), legacy: traffic(500, 0, 200) }).reasons).toEqual([
      'p95 of the new side is 900 ms, 400 ms allowed (old side: 200 ms)',
    ]);
  });

  it('does not mind a p95 that is fast anyway', () => {
    expect(judge(rules, { new: traffic(100, 0, 90), legacy: traffic(500, 0, 5) }).state).toBe('healthy');
  });

  it('decides nothing on too little traffic, however bad', () => {
    expect(judge(rules, { new: traffic(49, 49), legacy: traffic(500, 0, 200) })).toMatchObject({
      state: 'insufficient',
      reasons: ['too little traffic: 49 of 50 requests on the new side'],
    });
  });

  it('holds the new side against the last measured old side when that has no traffic any more', () => {
    expect(judge(rules, { new: traffic(100, 2, 300), legacy: traffic(0, 0) }, baseline)).toMatchObject({
      state: 'healthy',
      reference: { kind: 'baseline' },
    });
    expect(judge(rules, { new: traffic(100, 5, 500), legacy: traffic(3, 0, 10) }, baseline).reasons).toEqual([
      '5.0 % of requests fail on the new side, 3.0 % allowed (old side when last measured: 1.0 %)',
      'p95 of the new side is 500 ms, 400 ms allowed (old side when last measured: 200 ms)',
    ]);
  });

  it('allows only the difference itself when the old side was never measured, and no judgement on latency', () => {
    const verdict = judge(rules, { new: traffic(100, 3, 30_000), legacy: traffic(0, 0) });
    expect(verdict.reasons).toEqual([
      '3.0 % of requests fail on the new side, 2.0 % allowed (old side not measured: 0.0 %)',
    ]);
  });
});
