import { describe, expect, it } from '@jest/globals';
import { chanceOf } from './chance.ts';

describe('chance', () => {
  it.each([
    [0, 10, 0.01, 1],
    [10, 10, 0.5, 0.5 ** 10],
    [1, 10, 0.1, 1 - 0.9 ** 10],
    [2, 2, 0.005, 0.000025],
  ])('of at least %d of %d at %d', (failed, total, share, expected) => {
    expect(chanceOf(failed, total, share)).toBeCloseTo(expected, 10);
  });

  it('holds out with many calls', () => {
    expect(chanceOf(600, 10_000, 0.05)).toBeGreaterThan(0);
    expect(chanceOf(600, 10_000, 0.05)).toBeLessThan(1e-4);
  });
});
