import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimalOf, minorUnitsOf } from './decimal.ts';

describe('decimal texts of money', () => {
  it('have a sign only below nothing', () => {
    expect([-1, 0, 1].map((minor) => decimalOf(minor, 'EUR'))).toEqual(['-0.01', '0.00', '0.01']);
  });

  it('lose nothing on the way to minor units and back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -99_999_999_999, max: 99_999_999_999 }),
        fc.constantFrom('EUR', 'HUF', 'JPY', 'KWD'),
        (minor, unit) => minorUnitsOf(decimalOf(minor, unit), unit) === minor,
      ),
    );
  });

  it.each(['49.905', '1e3', '', '12,50', ' 1', '.5', '99999999999999999', '999999999999999.99'])(
    'are not %p, for an amount of euros',
    (text) => {
      expect(minorUnitsOf(text, 'EUR')).toBeUndefined();
    },
  );

  it('may have zeros beyond the smallest unit', () => {
    expect(minorUnitsOf('49.9000', 'EUR')).toBe(4990);
    expect(minorUnitsOf('-0.00', 'EUR')).toBe(0);
  });
});
