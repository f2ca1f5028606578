import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toMinorUnits, toMoney } from './money.ts';

describe('money', () => {
  it('turns minor units into the number a reader expects', () => {
    expect(toMoney(4990, 'EUR')).toEqual({ unit: 'EUR', value: 49.9 });
    expect(toMoney(5, 'EUR').value).toBe(0.05);
    expect(toMoney(500, 'JPY').value).toBe(500);
    expect(toMoney(-1250, 'KWD').value).toBe(-1.25);
  });

  it('loses nothing on the way to JSON and back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -99_999_999_999, max: 99_999_999_999 }),
        fc.constantFrom('EUR', 'JPY', 'KWD'),
        (minor, unit) => {
          const sent = JSON.stringify(toMoney(minor, unit));
          const { value } = JSON.parse(sent) as { value: number };
          return toMinorUnits({ unit, value }) === minor;
        },
      ),
    );
  });
});
