import { describe, expect, it } from '@jest/globals';
import { createTranslate } from '@wellspring/web';
import { en, type MessageKey } from './en.ts';
import { et } from './et.ts';
import { ru } from './ru.ts';

const keys = Object.keys(en) as MessageKey[];

/** Names of the values a message is filled in with. */
function placeholders(message: string): string[] {
  return [...message.matchAll(/\{(\w+)[,}]/g)].map(([, name = '']) => name).sort();
}

describe.each([
  ['et', et],
  ['ru', ru],
])('the messages in %s', (_locale, messages) => {
  it.each(keys)('fill in the same values as in English: %s', (key) => {
    expect(placeholders(messages[key])).toEqual(placeholders(en[key]));
  });

  it('are all there, and none is left untranslated', () => {
    expect(Object.keys(messages).sort()).toEqual([...keys].sort());
    expect(keys.filter((key) => messages[key] === en[key])).toEqual([]);
  });
});

describe('the plural forms of 0, 1, 2, 5 and 21', () => {
  const counts = [0, 1, 2, 5, 21];

  it.each([
    [
      'en',
      en,
      ['0 unpaid invoices', '1 unpaid invoice', '2 unpaid invoices', '5 unpaid invoices', '21 unpaid invoices'],
    ],
    ['et', et, ['0 maksmata arvet', '1 maksmata arve', '2 maksmata arvet', '5 maksmata arvet', '21 maksmata arvet']],
    [
      'ru',
      ru,
      [
        '0 неоплаченных счетов',
        '1 неоплаченный счёт',
        '2 неоплаченных счёта',
        '5 неоплаченных счетов',
        '21 неоплаченный счёт',
      ],
    ],
  ] as const)('of what is to be paid, in %s', (locale, messages, texts) => {
    const t = createTranslate(locale, messages);
    expect(counts.map((count) => t('start.toPay.text', { count }))).toEqual(texts);
  });

  it.each([
    ['en', en, ['1 of 0 invoices', '1 of 1 invoice', '1 of 2 invoices', '1 of 5 invoices', '1 of 21 invoices']],
    ['et', et, ['1 / 0 arvet', '1 / 1 arve', '1 / 2 arvet', '1 / 5 arvet', '1 / 21 arvet']],
    ['ru', ru, ['1 из 0 счетов', '1 из 1 счёта', '1 из 2 счетов', '1 из 5 счетов', '1 из 21 счёта']],
  ] as const)('of what the list shows, in %s', (locale, messages, texts) => {
    const t = createTranslate(locale, messages);
    expect(counts.map((total) => t('bills.count', { shown: 1, total }))).toEqual(texts);
  });
});
