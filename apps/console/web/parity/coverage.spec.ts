import { describe, expect, it } from '@jest/globals';
import { notComparedLines } from './coverage.ts';

describe('what was not compared', () => {
  it('is said with the reason in words, the most frequent first', () => {
    const counts = [
      { reason: 'late', requests: 3 },
      { reason: 'no_rule', requests: 1_200 },
      { reason: 'failed', requests: 0 },
      { reason: 'something_new', requests: 1 },
    ];
    expect(notComparedLines(counts)).toEqual([
      '1,200: the file has no rule for them',
      '3: the new side answered too late',
      '1: something_new',
    ]);
  });
});
