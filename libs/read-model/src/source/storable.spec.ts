import { describe, expect, it } from '@jest/globals';
import { storableJson, unstorableIn } from './storable.ts';

describe('what PostgreSQL cannot store', () => {
  it.each([
    [{ text: 'a\0b' }, { text: 'a\ufffdb' }],
    [{ text: '\ud83d' }, { text: '\ufffd' }],
    [{ 'k\0': 1 }, { 'k\ufffd': 1 }],
    [undefined, null],
  ])('is left out of %j', (sent, stored) => {
    expect(JSON.parse(storableJson(sent))).toEqual(stored);
  });

  it.each([['\\u0000'], ['\\\\u0000'], ['\\ud83d'], ['C:\\users'], ['"\n'], ['💧']])('is nothing in %j', (text) => {
    expect(JSON.parse(storableJson({ text }))).toEqual({ text });
    expect(unstorableIn({ text })).toBeUndefined();
  });

  it('is found where it is', () => {
    expect(unstorableIn({ no: 1, paidAt: null, lines: [{ text: 'a' }, { text: 'a\0' }] })).toBe('lines.1.text');
    expect(unstorableIn({ text: '\udca7' })).toBe('text');
    expect(unstorableIn({ lines: [] })).toBeUndefined();
  });
});
