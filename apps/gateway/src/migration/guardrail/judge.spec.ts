import { describe, expect, it } from '@jest/globals';
import { guardrailsSchema } from '../file/guardrails.schema.ts';
import { significanceOf } from './false-alarms.ts';
import { type Baseline, judge, type JudgedTraffic, type Verdict } from './judge.ts';
import { measure, type MeasuredTraffic, sumOf } from './measured-traffic.ts';
import { TrafficSample } from './traffic-sample.ts';

const rules = guardrailsSchema.parse({
  minRequests: 50,
  maxErrorRateDelta: 0.02,
  maxErrorRateRatio: 3,
  maxP95Ratio: 2,
});
const baseline: Baseline = { errorRate: 0.01, p95Ms: 200, requests: 1_000, at: new Date(0) };
const significance = significanceOf(500);

/** Requests of which so many fail, and so many others take a second. */
function sample(requests: number, errors = 0, slow = 0): TrafficSample {
  const traffic = new TrafficSample();
  for (let n = 0; n < requests; n++) traffic.record(n < errors, n >= errors && n < errors + slow ? 1_000 : 40);
  return traffic;
}

interface Sides {
  chance?: TrafficSample;
  hand?: TrafficSample;
  recent?: TrafficSample;
  legacy?: TrafficSample;
}

function sides({ chance = sample(0), hand = sample(0), recent = sample(0), legacy = sample(0) }: Sides): JudgedTraffic {
  const judged = (traffic: TrafficSample, last = sample(0)): { window: MeasuredTraffic; recent: MeasuredTraffic } => ({
    window: measure(traffic),
    recent: measure(last),
  });
  return {
    new: { chance: judged(chance, recent), hand: judged(hand), all: judged(sumOf(chance, hand), recent) },
    legacy: { chance: measure(legacy), all: measure(legacy) },
  };
}

function verdictOn(given: Sides, before?: Baseline): Verdict {
  return judge(rules, sides(given), significance, before);
}

describe('judging', () => {
  it('finds a share of failures too far above the old one, and shows the numbers', () => {
    const verdict = verdictOn({ chance: sample(500, 50), legacy: sample(500, 5) });
    expect(verdict.state).toBe('breach');
    expect(verdict.reasons).toEqual([
      expect.stringMatching(
        /^10\.0 % of requests fail on the new side \(50 of 500\), 3\.0 % allowed \(old side: 5 of 500, 1\.0 %\); by chance once in 10\^\d+$/,
      ),
    ]);
    expect(verdict.tests[0]).toMatchObject({ of: 'errors', bad: 50, requests: 500, referenceBad: 5, broken: true });
  });

  it('takes what few requests show for chance', () => {
    expect(verdictOn({ chance: sample(50, 2), legacy: sample(500, 0) }).state).toBe('healthy');
    expect(verdictOn({ chance: sample(100, 6), legacy: sample(100, 1) }).state).toBe('healthy');
  });

  it('finds a rise of rare errors that never comes to the difference allowed', () => {
    const verdict = verdictOn({ chance: sample(20_000, 80), legacy: sample(20_000, 4) });
    expect(verdict.reasons).toEqual([expect.stringMatching(/^0\.4 % of requests fail .* 0\.1 % allowed/)]);
    expect(verdictOn({ chance: sample(40_000, 30), legacy: sample(40_000, 0) }).state).toBe('healthy');
  });

  it('does not mind what both suffer from', () => {
    expect(verdictOn({ chance: sample(500, 250), legacy: sample(500, 245) }).state).toBe('healthy');
  });

  it('finds requests slower than a multiple of the old p95, and none that are fast anyway', () => {
    const verdict = verdictOn({ chance: sample(500, 0, 60), legacy: sample(500, 0, 2) });
    expect(verdict.reasons).toEqual([
      expect.stringMatching(
        /^p95 of the new side is \d+ ms \(60 of 500 slower than allowed\), 300 ms allowed \(old side: 2 of 500, \d+ ms\)/,
      ),
    ]);
    expect(verdictOn({ chance: sample(500), legacy: sample(500) }).state).toBe('healthy');
  });

  it('decides nothing on too little traffic, however bad', () => {
    expect(verdictOn({ chance: sample(49, 49), legacy: sample(500) })).toMatchObject({
      state: 'insufficient',
      reasons: ['too little traffic: 49 of 50 requests on the new side'],
      tests: [],
    });
  });

  it('judges those included by hand apart: neither hides the other', () => {
    const byHand = verdictOn({ chance: sample(2_000), hand: sample(60, 30), legacy: sample(2_000) });
    expect(byHand.reasons).toEqual([expect.stringMatching(/^50\.0 % of requests of customers included by hand fail/)]);
    const byChance = verdictOn({ chance: sample(60, 30), hand: sample(2_000), legacy: sample(2_000) });
    expect(byChance.reasons).toEqual([expect.stringMatching(/^50\.0 % of requests fail/)]);
    const neitherAlone = verdictOn({ chance: sample(40, 20), hand: sample(40, 20), legacy: sample(2_000) });
    expect(neitherAlone.tests).toMatchObject([{ customers: 'all' }, { customers: 'all' }]);
    expect(neitherAlone.state).toBe('breach');
  });

  it('finds in the last tenth of the window what is little of the whole', () => {
    const chance = sample(5_000, 60);
    expect(verdictOn({ chance }, { ...baseline, errorRate: 0, requests: 60 }).state).toBe('healthy');
    const verdict = verdictOn({ chance, recent: sample(60, 60) }, { ...baseline, errorRate: 0, requests: 60 });
    expect(verdict.reasons).toEqual([expect.stringMatching(/^100\.0 % of requests just now fail/)]);
  });

  it('holds the new side against the last measured old side when that has no traffic any more', () => {
    expect(verdictOn({ chance: sample(500, 10) }, baseline)).toMatchObject({
      state: 'healthy',
      reference: { kind: 'baseline' },
    });
    expect(verdictOn({ chance: sample(500, 60), legacy: sample(3) }, baseline).reasons).toEqual([
      expect.stringMatching(/^12\.0 % .* 3\.0 % allowed \(old side when last measured: 10 of 1000, 1\.0 %\)/),
    ]);
  });

  it('allows only the difference itself when the old side was never measured, and no judgement on latency', () => {
    expect(verdictOn({ chance: sample(500, 20, 480) }).state).toBe('healthy');
    expect(verdictOn({ chance: sample(500, 50, 450) }).reasons).toEqual([
      expect.stringMatching(/^10\.0 % of requests fail .* 2\.0 % allowed \(old side not measured: 0\.0 %\)/),
    ]);
  });
});
