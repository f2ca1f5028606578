import { describe, expect, it } from '@jest/globals';
import { cookieValue } from '@wellspring/auth/cookies';
import { withoutCookies } from './cookies.ts';

describe('cookieValue', () => {
  it.each([
    ['a=1; b=2', 'b', '2'],
    ['a=1;b=2', 'b', '2'],
    ['ab=1; b=2', 'b', '2'],
    ['x=b=3; b=2', 'b', '2'],
    ['b=', 'b', ''],
    ['a=1', 'b', undefined],
    ['bb=1', 'b', undefined],
    ['', 'b', undefined],
  ])('of %j named %s is %j', (header, name, value) => {
    expect(cookieValue(header, name)).toBe(value);
  });
});

describe('withoutCookies', () => {
  it('leaves the others in their order', () => {
    expect(withoutCookies('a=1; b=2; c=3=4;  d', (name) => name === 'b')).toBe('a=1; c=3=4; d');
  });
});
