import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { leniencies } from '../../src/upstream/leniencies.ts';
import { startGateway, type GatewayUnderTest } from '../support/gateway-under-test.ts';
import { exchangeRaw } from '../support/raw-client.ts';
import { RawUpstream } from '../support/raw-upstream.ts';

/** One old server; for the gateway it is two portals: one whose manners are known, and one of which nothing is known. */
let old: RawUpstream;
let gateway: GatewayUnderTest;

beforeAll(async () => {
  old = await RawUpstream.start();
  gateway = await startGateway(
    {},
    {},
    {
      'legacy-portal': { addresses: [old.url] },
      forgiven: { addresses: [old.url], http: { lenient: Object.keys(leniencies) } },
    },
  );
  gateway.migration.routes = [
    { path: '/forgiven', upstream: 'forgiven' },
    { path: '/', upstream: 'legacy-portal' },
  ];
});
beforeEach(() => {
  old.reset();
});
afterAll(async () => {
  await gateway.stop();
  await old.stop();
});

/** @param then `close`: the server closes after it */
function answers(bytes: string, then?: 'close'): void {
  old.onData = (socket, all) => {
    if (!all.endsWith('\r\n\r\n')) return;
    socket.write(bytes, 'latin1');
    if (then === 'close') socket.end();
  };
}

function ask(path: string): Promise<string> {
  return exchangeRaw(gateway.url, `GET ${path} HTTP/1.1\r\nHost: localhost:8080\r\nConnection: close\r\n\r\n`);
}

const ok = (headers: string, body = 'hello', status = 'HTTP/1.1 200 OK'): string =>
  `${status}\r\n${headers}\r\n\r\n${body}`;

describe('what a server of old may do without being told of in its profile', () => {
  it.each<[string, string, status: number, body: string, ...then: 'close'[]]>([
    ['nothing special', ok('Content-Length: 5'), 200, 'hello'],
    ['HTTP/1.0 until it closes', 'HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>old', 200, '<p>old', 'close'],
    [
      'HTTP/1.0 that stays open',
      ok('Connection: Keep-Alive\r\nContent-Length: 5', 'hello', 'HTTP/1.0 200 OK'),
      200,
      'hello',
    ],
    ['no reason phrase', ok('Content-Length: 5', 'hello', 'HTTP/1.1 200'), 200, 'hello'],
    ['the same length twice', ok('Content-Length: 5\r\nContent-Length: 5'), 200, 'hello'],
    ['a coding in capitals', ok('Transfer-Encoding: Chunked', '5\r\nhello\r\n0\r\n\r\n'), 200, 'hello'],
    ['padded chunk sizes', ok('Transfer-Encoding: chunked', '5    \r\nhello\r\n0   \r\n\r\n'), 200, 'hello'],
    ['zeros before chunk sizes', ok('Transfer-Encoding: chunked', '0005\r\nhello\r\n0000\r\n\r\n'), 200, 'hello'],
    ['bytes after a body', ok('Content-Length: 5', 'hello extra bytes'), 200, 'hello'],
    ['a length on 304', ok('Content-Length: 5\r\nETag: "x"', '', 'HTTP/1.1 304 Not Modified'), 304, ''],
    ['a length on 204', ok('Content-Length: 0', '', 'HTTP/1.1 204 No Content'), 204, ''],
    ['a body on 204', ok('Content-Length: 5', 'hello', 'HTTP/1.1 204 No Content'), 204, ''],
    ['a status nobody knows', ok('Content-Length: 5', 'hello', 'HTTP/1.1 299 Weird'), 299, 'hello'],
    ['a status out of range', ok('Content-Length: 5', 'hello', 'HTTP/1.1 600 Weird'), 600, 'hello'],
    ['a coding it does not have', ok('Content-Encoding: gzip\r\nContent-Length: 5'), 200, 'hello'],
    ['a head of 20 kB', ok(`X-Big: ${'x'.repeat(20_000)}\r\nContent-Length: 5`), 200, 'hello'],
  ])('%s', async (_, bytes, status, body, ...then) => {
    answers(bytes, ...then);
    const answer = await ask('/');
    expect(answer.slice(0, 12)).toBe(`HTTP/1.1 ${status}`);
    expect(unchunked(answer)).toBe(body);
  });

  it.each([
    ['a file name in latin1', 'Content-Disposition: attachment; filename="arve_\xF5\xE4.pdf"'],
    ['an address in latin1', 'Location: /arve?nimi=J\xFCri'],
    ['a name in utf-8', 'X-Name: J\xC3\xBCri'],
    ['a relative address', 'Location: page2.php?x=1'],
    ['a policy of privacy', 'P3P: CP="NOI DSP"'],
    ['a cookie with a date of old', 'Set-Cookie: C=a b,c; expires=Thu, 01-Jan-2037 00:00:01 GMT'],
    ['a cookie without a value', 'Set-Cookie: D'],
    ['Basic authentication', 'WWW-Authenticate: Basic realm="old"'],
  ])('%s, which arrives as it was sent', async (_, line) => {
    answers(ok(`${line}\r\nContent-Length: 5`));
    expect((await ask('/')).toLowerCase()).toContain(`\r\n${line.toLowerCase()}\r\n`);
  });

  it.each([
    ['chunks without an end', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n'],
    ['less than it said', 'HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello'],
  ])('%s: the browser is told that something is missing', async (_, bytes) => {
    answers(bytes, 'close');
    const answer = await ask('/');
    expect(answer).toContain('hello');
    expect(answer).not.toMatch(/\r\n0\r\n\r\n$/);
    expect(answer).not.toContain('content-length: 5\r\n');
  });

  it('signing a connection in with NTLM: it is not offered, for the connection is not the browser’s', async () => {
    answers(
      ok(
        'WWW-Authenticate: NTLM\r\nWWW-Authenticate: Negotiate, Basic realm="x"\r\nContent-Length: 5',
        'hello',
        'HTTP/1.1 401 No',
      ),
    );
    const answer = await ask('/');
    expect(answer).toContain('www-authenticate: Basic realm="x"\r\n');
    expect(answer).not.toMatch(/NTLM|Negotiate/);
  });
});

describe('what has to be forgiven', () => {
  it.each([
    ['bareLf', 'HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Length: 5\n\nhello'],
    ['bareLf', 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\nContent-Length: 5\r\n\r\nhello'],
    ['foldedLines', ok('Set-Cookie: a=1;\r\n Path=/\r\nContent-Length: 5')],
    ['spaceBeforeColon', ok('Content-Type : text/plain\r\nContent-Length: 5')],
    ['invalidNames', ok('X Old Header: 1\r\nContent-Length: 5')],
    ['linesWithoutColon', ok('garbage line\r\nContent-Length: 5')],
    ['lengthList', ok('Content-Length: 5, 5')],
    ['lengthBesideChunked', ok('Content-Length: 5\r\nTransfer-Encoding: chunked', '5\r\nhello\r\n0\r\n\r\n')],
    ['teIdentity', ok('Transfer-Encoding: identity\r\nContent-Length: 5')],
    ['controlCharacters', ok('X-Old: a\x01b\r\nContent-Length: 5')],
    ['leadingBlankLines', `\r\n${ok('Content-Length: 5')}`],
    ['longHead', ok(`X-Big: ${'x'.repeat(70_000)}\r\nContent-Length: 5`)],
    ['chunkedHttp10', ok('Transfer-Encoding: chunked', '5\r\nhello\r\n0\r\n\r\n', 'HTTP/1.0 200 OK')],
  ])('%s: the answer arrives, and nothing more on this connection', async (_, bytes) => {
    answers(bytes);
    expect(unchunked(await ask('/forgiven'))).toBe('hello');
    expect(unchunked(await ask('/forgiven'))).toBe('hello');
    expect(old.received).toHaveLength(2);
  });

  it('is refused by default, and the log says what would have helped', async () => {
    answers('HTTP/1.1 200 OK\nContent-Type : text/plain\nContent-Length: 5\n\nhello');
    expect(await ask('/')).toMatch(/^HTTP\/1\.1 502 /);
    expect(JSON.stringify(gateway.running.logs)).toContain(
      'http.lenient: [bareLf, spaceBeforeColon] in old-portals.yaml would forgive it',
    );
  });

  it('is never what two servers could read differently', async () => {
    answers(ok('Content-Length: 5\r\nContent-Length: 6'));
    expect(await ask('/forgiven')).toMatch(/^HTTP\/1\.1 502 /);
  });
});

/** The body of an answer, however it is framed. */
function unchunked(answer: string): string {
  const body = answer.slice(answer.indexOf('\r\n\r\n') + 4);
  if (!/\r\ntransfer-encoding: chunked\r\n/i.test(answer)) return body;
  return body.replaceAll(/([0-9a-f]+)\r\n([^]*?)\r\n(?=[0-9a-f]+\r\n)|0\r\n\r\n$/gi, '$2');
}
