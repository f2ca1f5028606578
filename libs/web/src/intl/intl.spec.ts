import { describe, expect, it } from '@jest/globals';
import { createFormats } from './formats.ts';
import { pickLocale } from './locale.ts';
import { subtractMoney, sumMoney } from './money.ts';
import { createTranslate } from './translator.ts';

/** Intl puts narrow and non-breaking spaces where people see a space. */
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('choosing a language', () => {
  it('takes the first one we speak, whatever its region', () => {
    expect(pickLocale(['fi-FI', 'et-EE', 'en'])).toBe('et');
    expect(pickLocale([undefined, null, 'RU'])).toBe('ru');
  });

  it('falls back to English', () => {
    expect(pickLocale([])).toBe('en');
    expect(pickLocale(['fi', 'xx-evil'])).toBe('en');
  });
});

describe('translating', () => {
  it('follows the plural rules of the language', () => {
    const t = createTranslate('ru', { bills: '{n, plural, one {# счёт} few {# счёта} other {# счетов}}' });
    expect([1, 2, 5, 21].map((n) => t('bills', { n }))).toEqual(['1 счёт', '2 счёта', '5 счетов', '21 счёт']);
  });

  it('writes numbers as the language does, and counts exactly where it is told to', () => {
    const t = createTranslate('et', {
      shown: '{shown, number} of {total, plural, =0 {none} one {# bill} other {# bills}}',
    });
    expect(plain(t('shown', { shown: 12_345, total: 10_000 }))).toBe('12 345 of 10 000 bills');
    expect(plain(t('shown', { shown: 0, total: 0 }))).toBe('0 of none');
  });

  it('needs every value', () => {
    expect(() => createTranslate('en', { hello: 'Hello, {name}' })('hello')).toThrow(
      'A message needs a value for name',
    );
  });

  it('knows nothing of what no text of ours has', () => {
    const t = createTranslate('en', { day: 'On {day, date}' });
    expect(() => t('day', { day: 'Monday' })).toThrow('not known here');
  });

  it('shows markup in a value as text', () => {
    expect(createTranslate('en', { hello: 'Hello, {name}' })('hello', { name: '<b>Ann</b>' })).toBe(
      'Hello, <b>Ann</b>',
    );
  });
});

describe('money', () => {
  it('is added up to the cent', () => {
    const cents = Array.from({ length: 10 }, () => ({ unit: 'EUR', value: 0.1 }));
    expect(sumMoney(cents)).toEqual({ unit: 'EUR', value: 1 });
    expect(
      sumMoney([
        { unit: 'EUR', value: 1.005 },
        { unit: 'EUR', value: 2.675 },
      ])?.value,
    ).toBeCloseTo(3.68, 5);
  });

  it('is taken away to the cent', () => {
    expect(subtractMoney({ unit: 'EUR', value: 49.9 }, { unit: 'EUR', value: 41.58 })).toEqual({
      unit: 'EUR',
      value: 8.32,
    });
  });

  it('of nothing is nothing, and of two currencies is a mistake', () => {
    expect(sumMoney([])).toBeUndefined();
    expect(() =>
      sumMoney([
        { unit: 'EUR', value: 1 },
        { unit: 'USD', value: 1 },
      ]),
    ).toThrow('different currencies');
  });

  it.each([
    ['HUF', 1234.56, 'HUF 1,234.56'],
    ['JPY', 1234, 'JP¥1,234'],
    ['KWD', 1.25, 'KWD 1.250'],
  ])('has the decimals of its currency: %s', (unit, value, written) => {
    expect(plain(createFormats('en').money({ unit, value }))).toBe(written);
    expect(sumMoney([{ unit, value }])).toEqual({ unit, value });
  });

  it('is written as the language writes it', () => {
    const amount = { unit: 'EUR', value: 1234.5 };
    expect(plain(createFormats('en').money(amount))).toBe('€1,234.50');
    expect(plain(createFormats('et').money({ unit: 'EUR', value: 12345.5 }))).toBe('12 345,50 €');
    expect(plain(createFormats('ru').money(amount))).toBe('1 234,50 €');
  });
});

describe('dates', () => {
  it('of bills do not slip a day with the time zone of the reader', () => {
    expect(createFormats('en').date('2026-11-01T00:00:00.000Z')).toBe('1 November 2026');
    expect(createFormats('et').date('2026-11-01')).toBe('1. november 2026');
  });
});
