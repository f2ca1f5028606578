import { describe, expect, it } from '@jest/globals';
import { curve, heightOf, readingAt, topOf } from './curve.ts';

const span = { from: 0, to: 120_000 };

describe('the curve of a figure', () => {
  it('has a gap where nothing was measured, and where nobody was there to measure', () => {
    const readings = [1_000, 2_000, 3_000, 9_000, 60_000, 120_000].map((at, index) => ({
      at,
      value: [0, 1, undefined, 0.5, 1, 0][index],
    }));
    expect(curve(readings, 1, span)).toBe('M2 61L4 3M18 32M120 3M240 61');
  });

  it('leaves out what was before', () => {
    const readings = [-1, 0, 1_000].map((at) => ({ at, value: 1 }));
    expect(curve(readings, 1, span)).toBe('M0 3L2 3');
  });

  it('leaves room for the limit, up to a round value, and has no scale where all is nothing', () => {
    expect(topOf([{ at: 0, value: 0.01 }], 0.02)).toBeCloseTo(0.05);
    expect(topOf([{ at: 0, value: 101 }], undefined)).toBe(200);
    expect(topOf([{ at: 0, value: 7 }], undefined)).toBe(10);
    expect(topOf([{ at: 0, value: 0 }], undefined)).toBeUndefined();
    expect(topOf([], undefined)).toBeUndefined();
    expect(heightOf(0, 1)).toBe(61);
  });
});

describe('the value at a moment', () => {
  const readings = [
    { at: 1_000, value: 1 },
    { at: 2_000, value: 2 },
  ];
  it('is the last one measured by then', () => {
    expect(readingAt(readings, 1_900)).toBe(1);
    expect(readingAt(readings, 4_000)).toBe(2);
  });
  it('is none long after, and none before', () => {
    expect(readingAt(readings, 8_000)).toBeUndefined();
    expect(readingAt(readings, 0)).toBeUndefined();
  });
});
