import { describe, expect, it } from '@jest/globals';
import { interval } from './interval.ts';

describe('the interval of a share', () => {
  it.each([
    [0, 50, 0, 0.071],
    [50, 50, 0.929, 1],
    [8, 10, 0.49, 0.943],
    [0, 0, 0, 1],
  ])('of %i of %i is from %f to %f', (hits, total, low, high) => {
    const [from, to] = interval(hits, total);
    expect(from).toBeCloseTo(low, 3);
    expect(to).toBeCloseTo(high, 3);
  });
});
