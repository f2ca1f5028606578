import { describe, expect, it } from '@jest/globals';
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
