import { describe, expect, it } from '@jest/globals';
import { currencyDigits } from './currency.ts';

describe('currencyDigits', () => {
  it.each([
    ['EUR', 2],
    ['HUF', 2],
    ['ISK', 0],
    ['JPY', 0],
    ['KWD', 3],
    ['CLF', 4],
  ])('of %s are %d, as ISO 4217 has them and not as shops do', (currency, digits) => {
    expect(currencyDigits(currency)).toBe(digits);
  });

  it.each(['eur', 'EURO', '', 'constructor'])('refuses %p, which is no code of a currency', (code) => {
    expect(() => currencyDigits(code)).toThrow(RangeError);
  });
});
