import { describe, expect, it } from '@jest/globals';
import { safeReturnPath } from './return-path.ts';

describe('safeReturnPath', () => {
  it.each(['/', '/invoices', '/invoices/1?a=b#c', '/%0d%0a'])('keeps %s', (path) => {
    expect(safeReturnPath(path)).toBe(path);
  });

  it.each([
    null,
    '',
    'invoices',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/a\\b',
    '/a b',
    '/\r\nX: y',
    '/sign-in?return=/',
    '/sign-out',
    `/${'x'.repeat(2_000)}`,
  ])('goes to the start page instead of %j', (path) => {
    expect(safeReturnPath(path)).toBe('/');
  });
});
