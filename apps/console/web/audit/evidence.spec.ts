import { describe, expect, it } from '@jest/globals';
import { evidenceLines } from './evidence.ts';

describe('the numbers behind a decision', () => {
  it('are what failed a guardrail, and a line for each side and for the comparison', () => {
    const metrics = {
      guardrails: {
        legacy: { requests: 0, errorRate: 0 },
        new: { requests: 1_240, errorRate: 0.12, p95Ms: 1_240 },
        tests: [
          {
            of: 'errors',
            customers: 'hand',
            span: 'window',
            bad: 6,
            requests: 50,
            value: 0.12,
            limit: 0.02,
            broken: true,
          },
          {
            of: 'errors',
            customers: 'chance',
            span: 'window',
            bad: 0,
            requests: 90,
            value: 0,
            limit: 0.02,
            broken: false,
          },
        ],
      },
      parity: { comparisons: 300, differing: 2, facts: [], complete: true },
    };
    expect(evidenceLines(metrics)).toEqual([
      'customers included by hand: 12 % failed (6 of 50), 2 % allowed: too many to be chance',
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
