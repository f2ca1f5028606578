import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Router } from './router.ts';

const router = new Router([
  { path: '/', target: 'old portal' },
  { path: '/', exact: true, target: 'start page' },
  { path: '/invoices', target: 'invoices' },
  { path: '/invoices/:no', target: 'invoice' },
  { path: '/invoices/*/pay', methods: ['POST'], target: 'pay form' },
  { path: '/invoices/archive', exact: true, target: 'archive' },
  { path: '/tmf-api/customerBillManagement/v4', target: 'billing' },
]);

describe('Router', () => {
  it.each([
    ['GET', '/', 'start page'],
    ['GET', '/invoices', 'invoices'],
    ['GET', '/invoices/', 'invoices'],
    ['GET', '/invoices/INV-1', 'invoice'],
    ['GET', '/invoices/INV-1/pdf', 'invoice'],
    ['GET', '/usage', 'old portal'],
    ['GET', '/tmf-api/customerBillManagement/v4/customerBill/1', 'billing'],
    ['GET', '/tmf-api/customerBillManagement', 'old portal'],
  ])('%s %s is answered by %s', (method, path, target) => {
    expect(router.match(method, path)).toBe(target);
  });

  it('matches a prefix only at a segment border', () => {
    expect(router.match('GET', '/invoices-x')).toBe('old portal');
    expect(router.match('GET', '/invoicesx/1')).toBe('old portal');
    expect(router.match('GET', '/tmf-api/customerBillManagement/v40')).toBe('old portal');
  });

  it('tells methods apart and falls back to the shorter path', () => {
    expect(router.match('POST', '/invoices/INV-1/pay')).toBe('pay form');
    expect(router.match('GET', '/invoices/INV-1/pay')).toBe('invoice');
  });

  it('prefers the word to the wildcard, and an exact route answers nothing below it', () => {
    expect(router.match('GET', '/invoices/archive')).toBe('archive');
    expect(router.match('GET', '/invoices/archive/2025')).toBe('invoice');
  });

  it('prefers the longer path even when it is the one with a wildcard', () => {
    expect(router.match('POST', '/invoices/archive/pay')).toBe('pay form');
  });

  it('finds nothing where nothing is declared', () => {
    const small = new Router([{ path: '/invoices', target: 'invoices' }]);
    expect(small.match('GET', '/')).toBeUndefined();
    expect(small.match('GET', '/invoice')).toBeUndefined();
    expect(new Router([]).match('GET', '/')).toBeUndefined();
  });

  it('is not misled by names that objects inherit', () => {
    expect(router.match('constructor', '/__proto__/constructor')).toBe('old portal');
  });

  it('answers the same whatever the order of declaration', () => {
    const routes = ['/', '/a', '/a/b', '/a/*', '/*/b', '/a/*/c'].map((path) => ({ path, target: path }));
    const path = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 4 }).map((parts) => `/${parts.join('/')}`);
    fc.assert(
      fc.property(fc.shuffledSubarray(routes, { minLength: routes.length }), path, (shuffled, asked) => {
        expect(new Router(shuffled).match('GET', asked)).toBe(new Router(routes).match('GET', asked));
      }),
    );
  });
});
