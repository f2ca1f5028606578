import { describe, expect, it } from '@jest/globals';
import { formatAmount, formatDate, formatMinor, toMinor } from './format.ts';

describe('amounts', () => {
  it.each([
    ['0.00', '0,00 €'],
    ['49.90', '49,90 €'],
    ['1234.90', '1 234,90 €'],
    ['1234567.05', '1 234 567,05 €'],
    ['-12.50', '-12,50 €'],
    ['-0.05', '-0,05 €'],
  ])('%s is written %s', (amount, text) => {
    expect(formatAmount(amount, 'EUR')).toBe(text);
  });

  it('in other currencies carry their code', () => {
    expect(formatMinor(100, 'SEK')).toBe('1,00 SEK');
  });

  it('are whole cents, or nothing at all', () => {
    expect(toMinor('1234.90')).toBe(123_490);
    expect(() => toMinor('49.9')).toThrow(RangeError);
  });
});

describe('dates', () => {
  it('are written the old way, whatever the time of day', () => {
    expect(formatDate('2026-11-15')).toBe('15.11.2026');
    expect(formatDate('2026-11-15T23:59:59.999Z')).toBe('15.11.2026');
  });
});
