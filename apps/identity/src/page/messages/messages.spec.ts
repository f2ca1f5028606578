import { describe, expect, it } from '@jest/globals';
import { messages } from './index.ts';

describe('how long to wait', () => {
  it.each([
    ['en', ['a minute', '2 minutes', '5 minutes', '21 minutes']],
    ['et', ['ühe minuti', '2 minuti', '5 minuti', '21 minuti']],
    ['ru', ['1 минуту', '2 минуты', '5 минут', '21 минуту']],
  ] as const)('has the plural forms of the language: %s', (locale, waits) => {
    [1, 2, 5, 21].forEach((minutes, at) => {
      expect(messages[locale].locked(minutes)).toContain(` ${waits[at] ?? ''}`);
    });
  });
});

describe('the texts', () => {
  const keys = Object.keys(messages.en) as (keyof typeof messages.en)[];

  it.each(['et', 'ru'] as const)('are all translated: %s', (locale) => {
    const same = keys.filter((key) => messages[locale][key] === messages.en[key]);
    expect(same).toEqual([]);
  });
});
