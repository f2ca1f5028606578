import { describe, expect, it } from '@jest/globals';
import type { ParitySample } from './parity-count.ts';
import { groupSamples } from './sample-groups.ts';

function sample(minute: number, legacy: string, fresh: string, traceId = `trace-${minute}`): ParitySample {
  const at = new Date(Date.UTC(2026, 0, 1, 0, minute));
  return { at, capability: 'invoices', fact: 'amount', route: 'GET /invoices', item: 'x', legacy, new: fresh, traceId };
}

describe('samples', () => {
  it('that look alike are one group, the most frequent first', () => {
    const groups = groupSamples([
      sample(3, '99.99 AAA #1f2e', '99.9 AAA #0a0b'),
      sample(2, '(nothing)', '99.99 AAA #1f2e'),
      sample(1, '99.99 AAA #aaaa', '99.9 AAA #bbbb'),
    ]);
    expect(groups).toEqual([
      {
        route: 'GET /invoices',
        fact: 'amount',
        legacy: '99.99 AAA',
        new: '99.9 AAA',
        times: 2,
        lastAt: '2026-01-01T00:03:00.000Z',
        traceIds: ['trace-3', 'trace-1'],
      },
      expect.objectContaining({ times: 1, legacy: '(nothing)' }),
    ]);
  });
});
