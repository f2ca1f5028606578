import { describe, expect, it } from '@jest/globals';
import { backoffMs } from './backoff.ts';

describe('backoffMs', () => {
  const most = (attempt: number): number => backoffMs(attempt, 500, 60_000, () => 1);
  const least = (attempt: number): number => backoffMs(attempt, 500, 60_000, () => 0);

  it('doubles up to the longest pause', () => {
    expect([1, 2, 3, 4, 8, 9, 1_000].map(most)).toEqual([500, 1_000, 2_000, 4_000, 60_000, 60_000, 60_000]);
  });

  it('is spread over the upper half, so that what failed together does not come back together', () => {
    expect([1, 2, 8].map(least)).toEqual([250, 500, 30_000]);
  });
});
