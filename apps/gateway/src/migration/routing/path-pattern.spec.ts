import { describe, expect, it } from '@jest/globals';
import { captureSegments, parsePattern, pathPattern, patternShape } from './path-pattern.ts';

describe('path pattern', () => {
  it.each([
    '/',
    '/invoices',
    '/invoices/:no',
    '/invoices/*/pay',
    '/tmf-api/customerBillManagement/v4',
    '/index.php',
    '/!$&()+,;=@',
    '/a;b=1',
    '/a%20b%21',
    '/Счета',
    '/%3Aa/%2A',
    '/.well-known',
    '/a:b',
  ])('accepts %s', (path) => {
    expect(path).toMatch(pathPattern);
  });

  it.each([
    '',
    'invoices',
    '/invoices/',
    '//invoices',
    '/invoices?x=1',
    '/../etc',
    '/a/./b',
    '/%2e',
    '/in*',
    '/a b',
    '/a%2Fb',
    '/a%zz',
    '/a%0a',
    '/a#b',
    '/a\\b',
    '/..;x',
  ])('refuses %j', (path) => {
    expect(path).not.toMatch(pathPattern);
  });

  it('compares what is written in any way with what is asked in any way', () => {
    expect(
      parsePattern('/%41b%7e/%2A/%3Aa/caf\u00e9/a%2cb').map((segment) => segment.kind === 'literal' && segment.text),
    ).toEqual(['Ab~', '*', ':a', 'caf%C3%A9', 'a%2Cb']);
  });

  it('captures named segments of exactly that path', () => {
    const pattern = parsePattern('/invoices/:no/lines/*');
    expect(captureSegments(pattern, '/invoices/INV-1/lines/3')).toEqual({ no: 'INV-1' });
    expect(captureSegments(pattern, '/invoices/INV-1/lines')).toBeUndefined();
    expect(captureSegments(pattern, '/invoices/INV-1/rows/3')).toBeUndefined();
  });

  it('sees that two patterns match the same paths', () => {
    expect(patternShape('/invoices/:no/pay')).toBe(patternShape('/invoices/*/pay'));
    expect(patternShape('/')).toBe('/');
  });
});
