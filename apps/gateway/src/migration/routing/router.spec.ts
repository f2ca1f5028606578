import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RoutedRequest } from '../routed-request.ts';
import { Router } from './router.ts';

function asked(method: string, path: string): RoutedRequest {
  const nothing = (): undefined => undefined;
  return { method, path, query: '', header: nothing, cookie: nothing };
}

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
    expect(router.match(asked(method, path))).toBe(target);
  });

  it('matches a prefix only at a segment border', () => {
    expect(router.match(asked('GET', '/invoices-x'))).toBe('old portal');
    expect(router.match(asked('GET', '/invoicesx/1'))).toBe('old portal');
    expect(router.match(asked('GET', '/tmf-api/customerBillManagement/v40'))).toBe('old portal');
  });

  it('tells methods apart and falls back to the shorter path', () => {
    expect(router.match(asked('POST', '/invoices/INV-1/pay'))).toBe('pay form');
    expect(router.match(asked('GET', '/invoices/INV-1/pay'))).toBe('invoice');
  });

  it('prefers the word to the wildcard, and an exact route answers nothing below it', () => {
    expect(router.match(asked('GET', '/invoices/archive'))).toBe('archive');
    expect(router.match(asked('GET', '/invoices/archive/2025'))).toBe('invoice');
  });

  it('prefers the longer path even when it is the one with a wildcard', () => {
    expect(router.match(asked('POST', '/invoices/archive/pay'))).toBe('pay form');
  });

  describe('by more than the path', () => {
    const portal = new Router([
      { path: '/', target: 'the rest' },
      { path: '/index.php', target: 'old pages' },
      { path: '/index.php', query: { _route: 'order/package' }, target: 'order' },
      { path: '/index.php', query: { _route: 'order/package', step: '*' }, target: 'order step' },
      { path: '/index.php', query: { _route: 'order/package' }, methods: ['POST'], target: 'order post' },
      { path: '/api', headers: { 'x-tenant': 'b2b' }, target: 'b2b' },
      { path: '/api', cookies: { beta: '1' }, methods: ['GET'], target: 'beta' },
      { path: '/Account', ignoreCase: true, target: 'account' },
      { path: '/Account/Close', target: 'close' },
      { path: '/a!(b);c=1', target: 'odd' },
    ]);

    function found(method: string, url: string, more: Record<string, string> = {}): string | undefined {
      const [path = '', query = ''] = url.split('?');
      const read = (name: string): string | undefined => more[name];
      return portal.match({ method, path, query, header: read, cookie: read });
    }

    it.each([
      ['GET', '/index.php', {}, 'old pages'],
      ['GET', '/index.php?_route=order%2Fpackage', {}, 'order'],
      ['HEAD', '/index.php?x=1&_route=order/package', {}, 'order'],
      ['POST', '/index.php?_route=order/package', {}, 'order post'],
      ['GET', '/index.php?_route=order/package&step=2', {}, 'order step'],
      ['GET', '/index.php?_route=order/package&_route=help', {}, 'old pages'],
      ['GET', '/index.php?_route=order/packages', {}, 'old pages'],
      ['GET', '/api', {}, 'the rest'],
      ['GET', '/api/x', { 'x-tenant': 'b2b' }, 'b2b'],
      ['HEAD', '/api', { beta: '1' }, 'beta'],
      ['POST', '/api', { beta: '1' }, 'the rest'],
      ['GET', '/ACCOUNT/7', {}, 'account'],
      ['GET', '/Account/Close', {}, 'close'],
      ['GET', '/account/close', {}, 'account'],
      ['GET', '/a!(b);c=1/x', {}, 'odd'],
    ])('%s %s with %j is answered by %s', (method, url, more, target) => {
      expect(found(method, url, more)).toBe(target);
    });
  });

  it('finds nothing where nothing is declared', () => {
    const small = new Router([{ path: '/invoices', target: 'invoices' }]);
    expect(small.match(asked('GET', '/'))).toBeUndefined();
    expect(small.match(asked('GET', '/invoice'))).toBeUndefined();
    expect(new Router([]).match(asked('GET', '/'))).toBeUndefined();
  });

  it('is not misled by names that objects inherit', () => {
    expect(router.match(asked('constructor', '/__proto__/constructor'))).toBe('old portal');
  });

  it('answers the same whatever the order of declaration', () => {
    const routes = ['/', '/a', '/a/b', '/a/*', '/*/b', '/a/*/c'].map((path) => ({ path, target: path }));
    const path = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 4 }).map((parts) => `/${parts.join('/')}`);
    fc.assert(
      fc.property(fc.shuffledSubarray(routes, { minLength: routes.length }), path, (shuffled, at) => {
        expect(new Router(shuffled).match(asked('GET', at))).toBe(new Router(routes).match(asked('GET', at)));
      }),
    );
  });
});
