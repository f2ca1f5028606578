import { describe, expect, it } from '@jest/globals';
import { allowancesIn } from './allowance.ts';

const bucket = {
  id: 'data',
  name: 'Data',
  usageType: 'data',
  zone: 'home',
  remainingValue: { amount: 3, units: 'GB' },
  bucketCounter: [{ counterType: 'used', value: { amount: 7, units: 'GB' } }],
  validFor: { endDateTime: '2026-12-01T00:00:00Z' },
};

describe('allowances', () => {
  it('are as large as what is left and what was used of them', () => {
    expect(allowancesIn([{ usageConsumption: [{ bucketRefOrValue: [bucket] }] }])).toEqual([
      {
        id: 'data',
        name: 'Data',
        usageType: 'data',
        zone: 'home',
        left: { amount: 3, units: 'GB' },
        total: { amount: 10, units: 'GB' },
        until: '2026-12-01T00:00:00Z',
      },
    ]);
  });

  it('of which nothing was used are whole', () => {
    const [untouched] = allowancesIn([
      { usageConsumption: [{ bucketRefOrValue: [{ ...bucket, bucketCounter: [] }] }] },
    ]);
    expect(untouched?.total).toEqual({ amount: 3, units: 'GB' });
  });
});
