import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalDecimal } from './decimal.ts';

describe('canonicalDecimal', () => {
  it.each([
    ['49,90', '49.90'],
    ['49.9', '49.90'],
    ['49,90 €', '49.90'],
    ['1 234,50', '1234.50'],
    ['1\u00a0234,50', '1234.50'],
    ['1.234,50', '1234.50'],
    ['1,234.50', '1234.50'],
    ['1.234.567', '1234567.00'],
    ['0049', '49.00'],
    ['0', '0.00'],
    ['-0,00', '0.00'],
    ['−12,5', '-12.50'],
    ['0.125', '0.125'],
  ])('reads %j as %s', (text, expected) => {
    expect(canonicalDecimal(text, 2)).toBe(expected);
  });

  it.each(['', 'free', '€', '1-2', '12-'])('does not read %j', (text) => {
    expect(canonicalDecimal(text, 2)).toBeUndefined();
  });

  it.each(['1,23,45', '1.23,45', '12.3456', '1.234.56', '1,', ',5'])(
    'does not read %j where thousands have points and decimals a comma',
    (text) => {
      expect(canonicalDecimal(text, 2, { decimal: ',', group: '.' })).toBeUndefined();
    },
  );

  it('reads an amount the same however it is printed', () => {
    fc.assert(
      fc.property(fc.integer({ min: -99_999_999, max: 99_999_999 }), (cents) => {
        const plain = (cents / 100).toFixed(2);
        const printed = new Intl.NumberFormat('et-EE', { style: 'currency', currency: 'EUR' }).format(cents / 100);
        expect(canonicalDecimal(printed, 2)).toBe(canonicalDecimal(plain, 2));
      }),
    );
  });
});
