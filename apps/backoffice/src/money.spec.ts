import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allocate, formatAmount, parseAmount } from './money.ts';

describe('amounts', () => {
  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [4990, '49.90'],
    [-1250, '-12.50'],
    [123_456_789, '1234567.89'],
  ])('writes %i cents as %s', (minor, text) => {
    expect(formatAmount(minor)).toBe(text);
  });

  it.each([
    ['20', 2000],
    ['1889.5', 188_950],
    ['29.85', 2985],
    ['-0.01', -1],
    ['1.15', 115],
  ])('reads %s without going through a fraction', (text, minor) => {
    expect(parseAmount(text)).toBe(minor);
  });

  it.each(['', ' ', '1,5', '1.234', '1e3', '.5', '5.', 'NaN', '0x10'])('refuses %j', (text) => {
    expect(parseAmount(text)).toBeUndefined();
  });

  it('reads back whatever it writes', () => {
    fc.assert(fc.property(fc.integer(), (minor) => parseAmount(formatAmount(minor)) === minor));
  });
});

describe('allocate', () => {
  it('shares to the cent, whatever the weights', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), weights, (total, given) => {
        expect(allocate(total, given).reduce((a, b) => a + b, 0)).toBe(total);
      }),
    );
  });

  it('gives equal weights shares that differ by one cent at most', () => {
    expect(allocate(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(allocate(-100, [1, 1, 1])).toEqual([-34, -33, -33]);
  });
});
