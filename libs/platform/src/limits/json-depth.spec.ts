import { describe, expect, it } from '@jest/globals';
import { isDeeperThan } from './json-depth.ts';

describe('isDeeperThan', () => {
  it('counts objects and arrays alike', () => {
    expect(isDeeperThan('[{"a":[]}]', 3)).toBe(false);
    expect(isDeeperThan('[{"a":[]}]', 2)).toBe(true);
  });

  it('counts depth, not number', () => {
    expect(isDeeperThan(`[${'[],'.repeat(1_000)}[]]`, 2)).toBe(false);
  });

  it('is not taken in by brackets and quotes inside of strings', () => {
    expect(isDeeperThan(String.raw`["[[[[", "\"[[[", "\\"]`, 1)).toBe(false);
  });
});
