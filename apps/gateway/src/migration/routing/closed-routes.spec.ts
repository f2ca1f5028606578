import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RoutedRequest } from '../routed-request.ts';
import { parseTarget } from '../../proxy/target.ts';
import { ClosedRoutes, type Guarded } from './closed-routes.ts';
import { loosest } from './path-reading.ts';
import type { Route } from './router.ts';

const closed = (path: string, more: Partial<Route<unknown>> = {}): Route<Guarded<string>> => ({
  path,
  ...more,
  target: { closed: true, target: `closed ${path}` },
});
const open = (path: string, more: Partial<Route<unknown>> = {}): Route<Guarded<string>> => ({
  path,
  ...more,
  target: { closed: false, target: `open ${path}` },
});

const routes = [
  open('/'),
  closed('/invoices'),
  open('/invoices/archive'),
  closed('/accounts/*/close'),
  closed('/index.php', { query: { _route: 'order/package' } }),
  open('/index.php', { query: { _route: 'help' } }),
  closed('/Bridge-Login'),
  closed('/report;all'),
];
const guard = ClosedRoutes.of(routes, loosest);

/** @returns what is found, or `refused` where the data plane does not take the target at all. */
function find(url: string, closedRoutes = guard): string | undefined {
  const target = parseTarget(url);
  if (target === undefined) return 'refused';
  const nothing = (): undefined => undefined;
  const request: RoutedRequest = {
    method: 'GET',
    path: target.path,
    query: target.pathAndQuery.slice(target.path.length + 1),
    header: nothing,
    cookie: nothing,
  };
  return closedRoutes?.find(request);
}

/** One character as somebody might write it who wants it to look like another. */
function character(text: string): fc.Arbitrary<string> {
  const hex = text.charCodeAt(0).toString(16).padStart(2, '0');
  const code = text.charCodeAt(0);
  const overlong = `%c${(code >> 6).toString(16)}%${(0x80 | (code & 0x3f)).toString(16)}`;
  const spellings = [text, `%${hex}`, `%${hex.toUpperCase()}`, `%25${hex}`, `%2525${hex}`, overlong];
  if (!/[a-z]/.test(text)) return fc.constantFrom(...spellings);
  return fc.constantFrom(...spellings, text.toUpperCase(), `%${text.toUpperCase().charCodeAt(0).toString(16)}`);
}

const spelled = (text: string): fc.Arbitrary<string> =>
  fc.tuple(...Array.from(text, character)).map((parts) => parts.join(''));

/** A segment with what servers of some kind take for nothing. */
function segment(text: string): fc.Arbitrary<string> {
  const after = fc.constantFrom(
    '',
    '',
    '',
    ';x=1',
    ';jsessionid=A1',
    '.',
    '..',
    '%20',
    '%2e',
    '%252e',
    '::$DATA',
    ';',
    '%3b%61',
  );
  return fc.tuple(spelled(text), after).map(([word, rest]) => word + rest);
}

const slash = fc.constantFrom('/', '/', '//', '///', '/%255c', '/%252f', '/%252e/', '/;/', '/x/%252e%252e/');

function path(words: readonly string[]): fc.Arbitrary<string> {
  const parts = words.map((word) => fc.tuple(slash, segment(word)).map((pair) => pair.join('')));
  return fc.tuple(...parts, fc.constantFrom('', '/', '//', '/;a')).map((spellings) => spellings.join(''));
}

describe('what is closed', () => {
  it.each([
    ['/invoices', ['invoices']],
    ['/invoices', ['invoices', 'inv-1']],
    ['/accounts/*/close', ['accounts', '7', 'close']],
    ['/Bridge-Login', ['bridge-login']],
  ])('%s stays so in every spelling of %j', (declared, words) => {
    fc.assert(
      fc.property(path(words), (url) => {
        expect([`closed ${declared}`, 'refused']).toContain(find(url));
      }),
      { numRuns: 5_000 },
    );
  });

  it('by its query stays so in every spelling', () => {
    const name = fc.constantFrom(
      '_route',
      '%5Froute',
      '_Route',
      '+_route',
      '.route',
      '_route%00',
      '_route[]',
      '%255froute',
    );
    const value = fc.tuple(spelled('order'), fc.constantFrom('/', '%2F', '%2f', '//', '%5c'), spelled('package'));
    const around = fc.constantFrom('', '%20', '+', '/');
    const others = fc.constantFrom('', 'a=1&', '&&', '_route=help&', 'x;');
    const page = fc.constantFrom(
      '/index.php',
      '/',
      '/INDEX.php',
      '/index.php/more',
      '/index.php;x',
      '/default.aspx',
      '/index.ph%70',
    );
    fc.assert(
      fc.property(page, others, name, value, around, fc.constantFrom('', '&b=2', '&_route=help'), (...parts) => {
        const [at, before, key, [first, between, last], blank, after] = parts;
        const url = `${at}?${before}${key}=${first}${between}${last}${blank}${after}`;
        expect(['closed /index.php', 'refused']).toContain(find(url));
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    '/',
    '/invoices-x',
    '/usage',
    '/Usage;x=1',
    '/invoices/archive',
    '/INVOICES/Archive;x/2025',
    '/accounts/7',
    '/index.php?_route=help',
    '/index.php?_route=help&x=order/package',
    '/style.css',
    '/caf%C3%A9',
  ])('leaves %s open', (url) => {
    expect(find(url)).toBeUndefined();
  });

  it('is what the server is known to read so, and nothing else', () => {
    const exact = { ignoresCase: false, pathParameters: false, trailingDots: false, decodesTwice: false };
    const strict = ClosedRoutes.of(routes, exact);
    for (const url of ['/Invoices', '/invoices;x=1', '/invoices.', '/%2569nvoices']) {
      expect(find(url, strict)).toBeUndefined();
      expect(find(url)).toBe('closed /invoices');
    }
    expect(find('/invoices', strict)).toBe('closed /invoices');
  });

  it('takes no looking where nothing is closed', () => {
    expect(ClosedRoutes.of([open('/'), open('/invoices')], loosest)).toBeUndefined();
  });
});
