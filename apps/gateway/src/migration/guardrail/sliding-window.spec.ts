import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LatencyHistogram } from './latency-histogram.ts';
import { measure, statsOf } from './measured-traffic.ts';
import { SlidingWindow } from './sliding-window.ts';

describe('LatencyHistogram', () => {
  it('gives a quantile within five percent of the true one', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1, max: 50_000, noNaN: true }), { minLength: 20 }), (durations) => {
        const histogram = new LatencyHistogram();
        for (const duration of durations) histogram.record(duration);
        const sorted = durations.toSorted((a, b) => a - b);
        const exact = sorted[Math.ceil(0.95 * sorted.length) - 1] ?? 0;
        expect(Math.abs((histogram.quantile(0.95) ?? 0) / exact - 1)).toBeLessThan(0.05);
      }),
    );
  });

  it('takes durations of any size, and knows none when nothing was recorded', () => {
    const histogram = new LatencyHistogram();
    expect(histogram.quantile(0.95)).toBeUndefined();
    for (const odd of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e9]) histogram.record(odd);
    expect(histogram.total).toBe(5);
    expect(histogram.quantile(1)).toBeGreaterThan(60_000);
  });
});

describe('SlidingWindow', () => {
  let now: number;
  let window: SlidingWindow;

  beforeEach(() => {
    now = 1_000_000;
    window = new SlidingWindow(30_000, () => now);
  });

  it('counts what is within the window', () => {
    for (let n = 0; n < 100; n++) window.record(n % 10 === 0, n % 10 === 0 ? undefined : 100);
    expect(statsOf(measure(window.total))).toMatchObject({
      requests: 100,
      errors: 10,
      errorRate: 0.1,
      observations: 100,
    });
    expect(statsOf(measure(window.total)).p95Ms).toBeCloseTo(100, -1);
  });

  it('forgets what is older, bit by bit', () => {
    window.record(true, 100);
    now += 20_000;
    window.record(false, 100);
    now += 9_000;
    expect(statsOf(measure(window.total)).requests).toBe(2);
    now += 2_000;
    expect(statsOf(measure(window.total))).toMatchObject({ requests: 1, errors: 0 });
    now += 60_000;
    expect(statsOf(measure(window.total))).toEqual({ requests: 0, errors: 0, errorRate: 0, observations: 0 });
  });

  it('never counts more than the last window, whatever the gaps', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 40_000 }), { maxLength: 50 }), (gaps) => {
        const tested = new SlidingWindow(30_000, () => now);
        const times: number[] = [];
        for (const gap of gaps) {
          now += gap;
          times.push(now);
          tested.record(false, 1);
        }
        const within = (ms: number): number => times.filter((time) => time > now - ms).length;
        expect(statsOf(measure(tested.total)).requests).toBeGreaterThanOrEqual(within(29_500));
        expect(statsOf(measure(tested.total)).requests).toBeLessThanOrEqual(within(30_500));
      }),
    );
  });

  it('tells the last tenth of itself apart', () => {
    for (let n = 0; n < 50; n++) window.record(false, 100);
    now += 20_000;
    for (let n = 0; n < 7; n++) window.record(true, 100);
    now += 2_000;
    expect(window.recent()).toMatchObject({ requests: 7, errors: 7 });
    expect(window.total).toMatchObject({ requests: 57 });
    now += 3_000;
    expect(window.recent().requests).toBe(0);
  });

  it('can be emptied', () => {
    window.record(true, 100);
    window.clear();
    now += 60_000;
    expect(statsOf(measure(window.total)).requests).toBe(0);
  });
});
