import { describe, expect, it } from '@jest/globals';
import { messageOf } from './message-of.ts';

describe('messageOf', () => {
  it.each([
    [new TypeError('no such thing'), 'no such thing'],
    [new Error('', { cause: 'x' }), ''],
    ['gone', 'gone'],
    [undefined, 'undefined'],
    [null, 'null'],
    [7, '7'],
  ])('of %p is %p', (thrown, message) => {
    expect(messageOf(thrown)).toBe(message);
  });

  it('survives what has no text', () => {
    expect(messageOf(Object.create(null))).toBe('unknown');
    expect(messageOf(Symbol('s'))).toBe('Symbol(s)');
  });
});
