import { describe, expect, it } from '@jest/globals';
import { evidenceLines } from './evidence.ts';

describe('the numbers behind a decision', () => {
  it('are a line for each side and for the comparison', () => {
    const metrics = {
      guardrails: {
        legacy: { requests: 0, errorRate: 0 },
        new: { requests: 1_240, errorRate: 0.12, p95Ms: 1_240 },
      },
      parity: { comparisons: 300, differing: 2, facts: [], complete: true },
    };
    expect(evidenceLines(metrics)).toEqual([
      'New side: 1,240 requests, 12 % failed, p95 1.24 s',
      'Old side: no requests',
      'Parity: 300 compared, 2 differed',
    ]);
  });

  it('are none where none were kept, or not as expected', () => {
    expect(evidenceLines({})).toEqual([]);
    expect(evidenceLines({ guardrails: 'lost' })).toEqual([]);
  });
});
