import { describe, expect, it } from '@jest/globals';
import { curve, heightOf, topOf } from './curve.ts';

describe('the curve of a figure', () => {
  it('ends at the right with the latest reading, and has a gap where nothing was measured', () => {
    const readings = [0, 1, undefined, 0.5].map((value, second) => ({ at: 60_000 + second * 1_000, value }));
    expect(curve(readings, 1)).toBe('M234 45L236 3M240 24');
  });

  it('leaves room for the limit, and is flat where all is nothing', () => {
    expect(topOf([{ at: 0, value: 0.01 }], 0.02)).toBeCloseTo(0.025);
    const nothing = [{ at: 0, value: 0 }];
    expect(heightOf(0, topOf(nothing, undefined))).toBe(45);
  });
});
