import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startGateway, type GatewayUnderTest } from './support/gateway-under-test.ts';
import { exchangeRaw, RawClient } from './support/raw-client.ts';

let gateway: GatewayUnderTest;

beforeAll(async () => {
  gateway = await startGateway({ PUBLIC_URL: 'https://portal.example', SIGN_IN_TIMEOUT_MS: '300' });
});
beforeEach(() => {
  gateway.reset();
  gateway.migration.on('new');
});
afterAll(async () => {
  await gateway.stop();
});

const host = 'Host: portal.example\r\n';
const browser = 'Accept: text/html,*/*;q=0.8\r\nAccept-Language: et\r\n';
const close = 'Connection: close\r\n';
const ask = (bytes: string): Promise<string> => exchangeRaw(gateway.url, bytes);

describe('what nobody behind the gateway is asked', () => {
  it.each([
    ['a Host with user information', 'GET /invoices HTTP/1.1\r\nHost: me@portal.example\r\n\r\n', 400],
    ['an empty Host', 'GET /invoices HTTP/1.1\r\nHost:\r\n\r\n', 400],
    ['a target with user information', `GET http://me:secret@portal.example/invoices HTTP/1.1\r\n${host}\r\n`, 400],
    ['a length with a leading zero', `POST /invoices HTTP/1.1\r\n${host}Content-Length: 010\r\n\r\n0123456789`, 400],
    ['an expectation nobody knows', `POST /invoices HTTP/1.1\r\n${host}Expect: the-worst\r\n\r\n`, 417],
    ['a target longer than any', `GET /${'x'.repeat(9_000)} HTTP/1.1\r\n${host}\r\n`, 414],
    ['a method nobody knows', `BREW /invoices HTTP/1.1\r\n${host}\r\n`, 501],
    ['a tunnel to anywhere', `CONNECT portal.example:443 HTTP/1.1\r\n${host}\r\n`, 501],
    ['another version', `GET /invoices HTTP/2.0\r\n${host}\r\n`, 505],
    ['HTTP/2 by prior knowledge', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 505],
    ['everything, but not by OPTIONS', `GET * HTTP/1.1\r\n${host}\r\n`, 400],
  ])('%s', async (_what, bytes, status) => {
    const answer = await ask(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect([...gateway.portal.seen, ...gateway.legacy.seen]).toEqual([]);
  });

  it('TRACE, which would show a page what the browser keeps from it', async () => {
    const answer = await ask(`TRACE /invoices HTTP/1.1\r\n${host}${close}\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 405 [^]*\r\nallow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n/);
    expect(gateway.portal.seen).toEqual([]);
  });

  it.each(['OPTIONS *', 'OPTIONS http://portal.example', 'OPTIONS /invoices'])(
    '%s, when it is about the gateway',
    async (line) => {
      const answer = await ask(`${line} HTTP/1.1\r\n${host}${close}Max-Forwards: 0\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 204 [^]*\r\nallow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n/);
      expect(gateway.portal.seen).toEqual([]);
    },
  );

  it('OPTIONS that may be forwarded once more is, and once less', async () => {
    await ask(`OPTIONS /invoices HTTP/1.1\r\n${host}${close}Max-Forwards: 5\r\n\r\n`);
    expect(gateway.portal.seen[0]?.headers['max-forwards']).toBe('4');
  });

  it.each([
    ['with the head', 'POST', 'zz\r\n'],
    ['and the end of the connection in the middle of it', 'POST', '5\r\nhel'],
    ['longer than its size, with nothing after it', 'POST', '5\r\nhelloX'],
    ['that can never become one', 'PUT', 'xyz'],
  ])('a malformed chunk %s is told so', async (_what, method, bytes) => {
    const client = await RawClient.connect(gateway.url);
    client.socket.end(`${method} /invoices HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n${bytes}`);
    expect(await client.untilClosed()).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('an answer of the gateway itself', () => {
  const malformed = `GET /invoices HTTP/1.1\r\n${host}${browser}X : y\r\n\r\n`;

  it.each([
    ['something malformed', malformed, 400],
    ['a head that is too large', `GET / HTTP/1.1\r\n${host}${browser}Cookie: ${'x'.repeat(40_000)}\r\n\r\n`, 431],
    ['two hosts', `GET / HTTP/1.1\r\n${host}${host}${browser}\r\n`, 400],
    ['a method nobody knows', `BREW / HTTP/1.1\r\n${host}${browser}\r\n`, 501],
  ])('is a page for a browser that sent %s, in its language', async (_what, bytes, status) => {
    const answer = await ask(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toContain('content-type: text/html; charset=utf-8');
    expect(answer).toContain('<html lang="et">');
  });

  it('may not be framed, sniffed, or have anything loaded into it, and keeps browsers to https', async () => {
    for (const bytes of [malformed, `GET /session HTTP/1.1\r\n${host}${close}\r\n`]) {
      const answer = await ask(bytes);
      expect(answer).toMatch(/\r\ncontent-security-policy: default-src 'none'; .*frame-ancestors 'none'\r\n/);
      expect(answer).toContain('\r\nx-content-type-options: nosniff\r\n');
      expect(answer).toContain('\r\nreferrer-policy: same-origin\r\n');
      expect(answer).toContain('\r\nstrict-transport-security: max-age=31536000\r\n');
    }
  });

  it('is what TMF630 says where programs ask, also when nothing could be read', async () => {
    gateway.billing.handler = (_request, response) => response.destroy();
    for (const [headers, status] of [
      ['', 502],
      ['X : y\r\n', 400],
    ] as const) {
      const answer = await ask(`GET /tmf-api/x HTTP/1.1\r\n${host}${close}${headers}\r\n`);
      const [head = '', body = ''] = answer.split('\r\n\r\n');
      expect(head).toContain('content-type: application/json');
      expect(JSON.parse(body)).toMatchObject({
        '@type': 'Error',
        code: expect.stringMatching(/^EDGE\./),
        reason: expect.any(String),
        status: String(status),
      });
    }
  });
});

describe('what is passed on', () => {
  it('keeps browsers to https as well, unless it says so itself', async () => {
    const get = `GET /invoices HTTP/1.1\r\n${host}${close}\r\n`;
    expect(await ask(get)).toContain('strict-transport-security: max-age=31536000\r\n');
    gateway.portal.handler = (_request, response) => {
      response.setHeader('strict-transport-security', 'max-age=1').end('ok');
    };
    expect((await ask(get)).match(/strict-transport-security: .*/g)).toEqual(['strict-transport-security: max-age=1']);
  });
});

describe('a page of sign-in that does not come', () => {
  it('is told soon, with a way back', async () => {
    gateway.identity.handler = () => undefined;
    const before = performance.now();
    const answer = await ask(`GET /identity/interaction HTTP/1.1\r\n${host}${close}Accept: text/html\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 504 /);
    expect(answer).toContain('· Wellspring</title>');
    expect(answer).toContain('<a href="/">');
    expect(performance.now() - before).toBeLessThan(5_000);
  });
});
