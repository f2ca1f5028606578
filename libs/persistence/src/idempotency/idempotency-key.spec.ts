import { describe, expect, it } from '@jest/globals';
import { parseIdempotencyKey } from './idempotency-key.ts';
import { IdempotencyKeyMissingError } from './idempotency.errors.ts';

describe('parseIdempotencyKey', () => {
  it.each([
    ['"8e03978e-40d5-43dd-bc93-6894a57f9324"', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['8e03978e-40d5-43dd-bc93-6894a57f9324', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    [' "with space and \\"quotes\\"" ', 'with space and "quotes"'],
  ])('%s', (header, key) => {
    expect(parseIdempotencyKey(header)).toBe(key);
  });

  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['an empty string', '""'],
    ['a long one', 'k'.repeat(256)],
    ['two', ['a', 'b']],
    ['a list', 'a, b'],
    ['an open string', '"a'],
    ['a control character', 'a\u0000b'],
    ['a letter outside ASCII', 'schlüssel'],
  ])('refuses %s', (_what, header) => {
    expect(() => parseIdempotencyKey(header)).toThrow(IdempotencyKeyMissingError);
  });
});
