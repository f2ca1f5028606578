import { describe, expect, it } from '@jest/globals';
import { isPrintable, printable } from './printable.ts';

describe('a text from elsewhere', () => {
  it.each([
    ['a line end', 'tidy\n2026-01-01  invoices  advance', 'tidy\\u000a2026-01-01  invoices  advance'],
    ['a carriage return', 'a\rb', 'a\\u000db'],
    ['an escape sequence', '\u001b[2K\u009b2J', '\\u001b[2K\\u009b2J'],
    ['a line separator', 'a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
    ['another direction of writing', 'abc\u202ecba', 'abc\\u202ecba'],
  ])('with %s is no reason, and is printed on one line', (_what, text, printed) => {
    expect(isPrintable(text)).toBe(false);
    expect(printable(text)).toBe(printed);
  });

  it('in any language is left as it is', () => {
    const text = 'Külmutatud – «тест», “日本語”, עברית 👩‍👩‍👧';
    expect(isPrintable(text)).toBe(true);
    expect(printable(text)).toBe(text);
  });
});
