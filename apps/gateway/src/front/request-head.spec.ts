import { describe, expect, it } from '@jest/globals';
import { MalformedMessageError } from '../http1/header-lines.ts';
import type { RequestFacts } from './request-facts.ts';
import { checkPartialHead, parseRequestHead } from './request-head.ts';

const head = (...lines: string[]): string =>
  `GET /bills?from=2026 HTTP/1.1\r\nHost: portal\r\n${lines.join('\r\n')}\r\n`;

function factsOf(text: string): RequestFacts {
  const { facts } = parseRequestHead(text);
  if (typeof facts === 'string') throw new Error(facts);
  return facts;
}

describe('a request head', () => {
  it('gives the request line', () => {
    expect(parseRequestHead('POST /bills/1?a=b HTTP/1.0\r\n')).toMatchObject({
      method: 'POST',
      target: '/bills/1?a=b',
      httpVersionMinor: 0,
    });
  });

  it('has what the gateway asks for, whatever the case of its name', () => {
    expect(
      factsOf(head('COOKIE: a=1', 'cookie: b=2', 'user-AGENT: curl', 'Content-Length: 12', 'Origin: https://portal')),
    ).toMatchObject({
      host: 'portal',
      cookie: 'a=1; b=2',
      userAgent: 'curl',
      contentLength: '12',
      origin: 'https://portal',
    });
  });

  it('passes ordinary lines on as they came, and others as they should look', () => {
    const { passed } = factsOf(head('X-One: 1', 'X-Two: 2', 'Cookie: a=1', 'X-Three:3 ', 'X-Empty:', 'X-Four: 4'));
    expect(passed).toBe('X-One: 1\r\nX-Two: 2\r\nx-three: 3\r\nx-empty: \r\nX-Four: 4\r\n');
  });

  it('keeps to itself what concerns one connection, and what only the gateway may say', () => {
    const { passed } = factsOf(
      head(
        ...[
          'Connection: keep-alive, x-hop',
          'X-Hop: 1',
          'Keep-Alive: timeout=5',
          'TE: trailers',
          'Proxy-Authorization: x',
        ],
        ...['X-Bridge-Customer: 4711', 'X-Forwarded-For: 10.0.0.1', 'Forwarded: for=me', 'X-Real-IP: me', 'Via: me'],
        ...['X-Original-URL: /admin', 'Authorization: Bearer x', 'Accept: */*'],
      ),
    );
    expect(passed).toBe('Accept: */*\r\n');
  });

  it('passes no name on that another server could take for one of the reserved', () => {
    expect(factsOf(head('X_Bridge_Customer: 4711', 'X_Forwarded_For: 10.0.0.1', 'X-Mine: 1')).passed).toBe(
      'X-Mine: 1\r\n',
    );
  });

  it('lets no Connection header take away what carries the message', () => {
    const { passed, cookie } = factsOf(
      head('Connection: content-type, cookie', 'Content-Type: text/csv', 'Cookie: a=1'),
    );
    expect({ passed, cookie }).toEqual({ passed: 'Content-Type: text/csv\r\n', cookie: 'a=1' });
  });

  it.each([
    ['HTTP/1.1', '', true],
    ['HTTP/1.1', 'Connection: close\r\n', false],
    ['HTTP/1.1', 'Connection: keep-alive, Close\r\n', false],
    ['HTTP/1.1', 'Connection: close\r\nConnection: keep-alive\r\n', false],
    ['HTTP/1.0', '', false],
    ['HTTP/1.0', 'Connection: Keep-Alive\r\n', true],
    ['HTTP/1.0', 'Connection: keep-alive\xa0\r\n', false],
  ])('of %s with %j keeps the connection: %s', (version, lines, expected) => {
    expect(factsOf(`GET / ${version}\r\nHost: portal\r\n${lines}`).keepAlive).toBe(expected);
  });

  it.each([
    ['Connection: Upgrade\r\nUpgrade: WebSocket', true],
    ['Connection: keep-alive, upgrade\r\nUpgrade: websocket', true],
    ['Upgrade: websocket', false],
    ['Connection: upgrade\r\nUpgrade: h2c', false],
    ['Connection: upgrade\r\nUpgrade: h2c\r\nUpgrade: websocket', false],
    ['Connection: upgrade\r\nUpgrade: websocket\r\nContent-Length: 1', false],
    ['Connection: upgrade\r\nUpgrade: websocket\r\nTransfer-Encoding: chunked', false],
  ])('with %j offers a WebSocket: %s', (lines, expected) => {
    expect(factsOf(head(lines)).upgrades).toBe(expected);
  });

  it.each([
    ['host', 'GET / HTTP/1.1\r\n'],
    ['host', 'GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n'],
    ['content_length', head('Content-Length: 1', 'Content-Length: 1')],
    ['content_length', head('Content-Length: 1, 1')],
    ['content_length', head('Content-Length: +1')],
    ['content_length', head('Content-Length: 0x1')],
    ['content_length', head('Content-Length: 1\xa0')],
    ['content_length', head('Content-Length: ')],
    ['content_length', head('Content-Length: 1234567890123456')],
    ['transfer_encoding', head('Transfer-Encoding: chunked', 'Content-Length: 1')],
    ['transfer_encoding', head('Content-Length: 1', 'Transfer-Encoding: chunked')],
    ['transfer_encoding', head('Transfer-Encoding: chunked', 'Transfer-Encoding: chunked')],
    ['transfer_encoding', head('Transfer-Encoding: gzip, chunked')],
    ['transfer_encoding', head('Transfer-Encoding: identity')],
    ['transfer_encoding', head('Transfer-Encoding: chunked\xa0')],
    ['transfer_encoding', 'POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n'],
    ['expect', head('Expect: 200-maybe')],
    ['content_length', head('Content-Length: 010')],
    ['content_length', head('Content-Length: 00')],
    ['method', 'FETCH / HTTP/1.1\r\nHost: a\r\n'],
    ['method', 'get / HTTP/1.1\r\nHost: a\r\n'],
    ['method', 'CONNECT host:443 HTTP/1.1\r\nHost: a\r\n'],
    ['version', 'GET / HTTP/2.0\r\nHost: a\r\n'],
    ['version', 'GET / HTTP/1.2\r\nHost: a\r\n'],
    ['version', 'PRI * HTTP/2.0\r\n'],
    ...[
      '',
      'user@portal',
      'portal/path',
      'a,b',
      'por"tal',
      'a b',
      'm\xfcll',
      'portal:x',
      'portal:123456',
      '[::1',
      '[portal]',
      'a%2fb',
      '?',
      '-a',
    ].map((host) => ['host', `GET / HTTP/1.1\r\nHost: ${host}\r\n`] as const),
  ])('that could be read in two ways by its %s goes no further: %j', (problem, text) => {
    expect(parseRequestHead(text).facts).toBe(problem);
  });
});

describe('a Host', () => {
  it.each([
    'portal',
    'portal.example.com:8080',
    'portal.',
    'my_host',
    '10.0.0.1',
    '[::1]:80',
    '[2001:db8::ffff:1.2.3.4]',
    'a:',
  ])('may be %s', (host) => {
    expect(factsOf(`GET / HTTP/1.1\r\nHost: ${host}\r\n`).host).toBe(host);
  });
});

const malformed = [
  ['a control character', 'GET / HTTP/1.1\r\nHost: a\0b\r\n'],
  ['a bare line feed', 'GET / HTTP/1.1\nHost: a\r\n'],
  ['a bare carriage return', 'GET / HTTP/1.1\r\nHost: a\rb\r\n'],
  ['a method that is no token', 'GE(T / HTTP/1.1\r\nHost: a\r\n'],
  ['no target', 'GET HTTP/1.1\r\nHost: a\r\n'],
  ['two spaces', 'GET  / HTTP/1.1\r\nHost: a\r\n'],
  ['a target that is no path', 'GET bills HTTP/1.1\r\nHost: a\r\n'],
  ['a target that is not ASCII', 'GET /m\xfcll HTTP/1.1\r\nHost: a\r\n'],
  ['no version', 'GET /\r\nHost: a\r\n'],
  ['half a version', 'GET / HTTP/1\r\nHost: a\r\n'],
  ['white space before a colon', head('Content-Length : 1')],
  ['white space before a name', head(' Content-Length: 1')],
  ['a folded line', head('X-A: 1', '\t2')],
  ['a line without a colon', head('Content-Length')],
  ['a line without a name', head(': 1')],
  [
    'more options of the connection than anybody has',
    head(...Array.from({ length: 33 }, (_, i) => `Connection: x-${i}`)),
  ],
  ['a name that is no token', head('X\xc4: 1')],
] as const;

describe('no request head', () => {
  it.each(malformed)('has %s', (_, text) => {
    expect(() => parseRequestHead(text)).toThrow(MalformedMessageError);
  });

  it.each([
    ['a control character', 'GET / HTTP/1.1\r\nHost: a\0'],
    ['a bare line feed', 'GET / HTTP/1.1\n'],
    ['no version', 'GET /\r\nHo'],
    ['a bare carriage return', 'GET / HTTP/1.1\r\nHost: a\rb'],
  ])('begins with %s', (_, text) => {
    expect(() => {
      checkPartialHead(text);
    }).toThrow(MalformedMessageError);
  });

  it('is refused while it can still become one', () => {
    const text = head('X-A: 1', 'Cookie: a=1');
    for (let end = 1; end <= text.length; end += 1)
      expect(() => {
        checkPartialHead(text.slice(0, end));
      }).not.toThrow();
  });
});
