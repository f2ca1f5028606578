import { describe, expect, it } from '@jest/globals';
import { BillFormat } from './bill-format.ts';
import { type BillLanguage, billLanguages } from './bill-texts.ts';

/** Intl puts non-breaking spaces where people see a space. */
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');
const format = (language: BillLanguage, currency: string): BillFormat => new BillFormat(language, currency);

describe('BillFormat', () => {
  it.each<[BillLanguage, string, string]>([
    ['en', '-1,234.50', '-EUR 1,234.50'],
    ['et', '-1234,50', '-1234,50 EUR'],
    ['ru', '-1 234,50', '-1 234,50 EUR'],
  ])('shows a credit as one in %s, with signs the fonts have', (language, amount, sum) => {
    expect(plain(format(language, 'EUR').amount(-123_450))).toBe(amount);
    expect(plain(format(language, 'EUR').sum(-123_450))).toBe(sum);
  });

  it.each([
    ['HUF', '1,234.56'],
    ['JPY', '123,456'],
    ['KWD', '123.456'],
  ])('gives columns and sums the decimals of the currency: %s', (currency, written) => {
    for (const language of billLanguages) {
      const { length } = written.split('.')[1] ?? '';
      const decimals = new RegExp(`\\d[.,]?\\d{${String(length)}}( [A-Z]+)?$`);
      expect(plain(format(language, currency).amount(123_456))).toMatch(decimals);
    }
    expect(format('en', currency).amount(123_456)).toBe(written);
    expect(plain(format('en', currency).sum(123_456))).toBe(`${currency} ${written}`);
  });
});
