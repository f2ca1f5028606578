import { describe, expect, it } from '@jest/globals';
import { redactText, secretScrubber } from './redaction.ts';

describe('redactText', () => {
  it.each([
    ['a JWT', 'token eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJDLTEwMDEifQ.c2lnbmF0dXJl end', 'eyJzdWIi'],
    ['a bearer token', 'Authorization: Bearer abcDEF123456', 'abcDEF123456'],
    ['basic credentials', 'sent basic dXNlcjpwYXNz0000', 'dXNlcjpwYXNz'],
    ['the password of a URL', 'postgres://app:s3cret@db/app', 's3cret'],
    ['a password in a query string', 'GET /x?password=hunter2&a=1', 'hunter2'],
    ['a password in JSON', '{"password":"hunter 2","a":1}', 'hunter 2'],
    ['a card number', 'paid with 4111 1111 1111 1111 today', '4111 1111'],
    ['a national id', 'customer 38001085718 called', '38001085718'],
  ])('cuts out %s', (_what, text, secret) => {
    expect(redactText(text)).toContain('[redacted]');
    expect(redactText(text)).not.toContain(secret);
  });

  it.each([
    'INV-202611-1001',
    'trace 0af7651916cd43dd8448eb211c80319c',
    '1795419666123 ms',
    'C-1001',
    '2026-11-23T04:20:05.100Z',
    'order 12345678901',
  ])('leaves %s alone', (text) => {
    expect(redactText(text)).toBe(text);
  });
});

describe('secretScrubber', () => {
  it('cuts out the longest secret first', () => {
    expect(secretScrubber(['secret', 'secret-and-more'])('x secret-and-more y secret')).toBe(
      'x [redacted] y [redacted]',
    );
  });
});
