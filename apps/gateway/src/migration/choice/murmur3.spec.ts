import { describe, expect, it } from '@jest/globals';
import { murmur3 } from './murmur3.ts';

describe('murmur3', () => {
  it.each([
    ['', 0, 0],
    ['', 1, 0x514e28b7],
    ['test', 0, 0xba6bd213],
    ['test', 0x9747b28c, 0x704b81dc],
    ['Hello, world!', 0, 0xc0363e43],
    ['Hello, world!', 0x9747b28c, 0x24884cba],
    ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
    ['ππππππππ', 0x9747b28c, 0xd58063c1],
  ])('agrees with the published vector for %j and seed %d', (text, seed, expected) => {
    expect(murmur3(text, seed)).toBe(expected);
  });

  it.each([
    ['õun', 0x87cb9d5e],
    ['Mari Õ', 0xac033b09],
    ['a\u007fb', 0x22f6a8cf],
  ])('takes the UTF-8 bytes of %j, wherever it leaves ASCII', (text, expected) => {
    expect(murmur3(text)).toBe(expected);
  });
});
