import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing';
import { startGateway, type GatewayUnderTest } from '../support/gateway-under-test.ts';
import { exchangeRaw, RawClient } from '../support/raw-client.ts';
import { RawUpstream } from '../support/raw-upstream.ts';

let gateway: GatewayUnderTest;
let trusting: GatewayUnderTest;
let raw: RawUpstream;
let portalHost: string;

beforeAll(async () => {
  raw = await RawUpstream.start();
  gateway = await startGateway({}, { billing: raw.url });
  trusting = await startGateway({ TRUSTED_PROXIES: '127.0.0.0/8, ::1' });
  portalHost = new URL(gateway.portal.url).host;
});
beforeEach(() => {
  gateway.reset();
  trusting.reset();
  raw.reset();
});
afterAll(async () => {
  await gateway.stop();
  await trusting.stop();
  await raw.stop();
});

const host = 'Host: localhost:8080\r\n';
const get = (path: string, headers = ''): string =>
  `GET ${path} HTTP/1.1\r\n${host}Connection: close\r\n${headers}\r\n`;
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** Answers the first request on each connection and closes under the second, as an upstream whose patience is over. */
function closeUnderTheSecond(): void {
  raw.onData = (socket, all) => {
    const requests = all.split('\r\n\r\n').length - 1;
    if (requests === 1 && all.endsWith('\r\n\r\n')) socket.write(ok);
    else if (requests > 1) socket.destroy();
  };
}

describe('checklist 7: an idle upstream connection that closes under a request', () => {
  it('is replaced by another one when the request is safe', async () => {
    closeUnderTheSecond();
    await exchangeRaw(gateway.url, get('/tmf-api/1'));
    expect(await exchangeRaw(gateway.url, get('/tmf-api/2'))).toMatch(/^HTTP\/1\.1 200 /);
    expect(raw.received).toHaveLength(2);
  });

  it('is not tried again when the request changes something and may have arrived', async () => {
    closeUnderTheSecond();
    await exchangeRaw(gateway.url, get('/tmf-api/1'));
    const answer = await exchangeRaw(
      gateway.url,
      `POST /tmf-api/2 HTTP/1.1\r\n${host}Connection: close\r\nContent-Length: 0\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 502 /);
    expect(raw.received.join('').match(/POST \/tmf-api\/2/g)).toHaveLength(1);
  });

  it('is tried elsewhere, also a write, when it never left the gateway', async () => {
    await gateway.portal.stop();
    gateway.migration.on('new', { fallback: true });
    const answer = await exchangeRaw(
      gateway.url,
      `POST /invoices/1/pay HTTP/1.1\r\n${host}Connection: close\r\nContent-Length: 8\r\n\r\namount=1`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*legacy$/);
    expect(gateway.legacy.seen).toHaveLength(1);
    await new Promise<void>((resolve) =>
      gateway.portal.server.listen(Number(portalHost.split(':')[1]), '127.0.0.1', resolve),
    );
  });
});

describe('checklist 8: cookies and locations', () => {
  it('keeps several Set-Cookie apart, commas in Expires included', async () => {
    const expires = 'Expires=Wed, 21 Oct 2026 07:28:00 GMT';
    raw.answer(
      `HTTP/1.1 200 OK\r\nSet-Cookie: a=1; ${expires}; Path=/x\r\nSet-Cookie: b=2; Path=/\r\nContent-Length: 0\r\n\r\n`,
    );
    const answer = await exchangeRaw(gateway.url, get('/tmf-api/x'));
    expect(answer).toContain(`set-cookie: a=1; ${expires}; Path=/x\r\nset-cookie: b=2; Path=/\r\n`);
  });

  it("takes the old side's own domain off its cookies, and keeps anybody from setting the gateway's", async () => {
    gateway.migration.on('legacy');
    gateway.legacy.handler = (_request, response) => {
      response.setHeader('set-cookie', [
        'basket=1; Domain=.old.example.com; Path=/; HttpOnly',
        '__Host-session=forged; Path=/; Secure',
      ]);
      response.end();
    };
    const answer = await exchangeRaw(gateway.url, get('/invoices'));
    expect(answer).toMatch(/set-cookie: basket=1; Path=\/; HttpOnly\r\n/i);
    expect(answer).not.toContain('forged');
  });

  it.each([
    ['an absolute address inside', () => `http://${portalHost}/invoices/1?a=b`, 'http://localhost:8080/invoices/1?a=b'],
    ['an address inside without a scheme', () => `//${portalHost}/invoices`, 'http://localhost:8080/invoices'],
    ['an address inside without a path', () => `http://${portalHost}`, 'http://localhost:8080/'],
    ['a path', () => '/invoices/2', '/invoices/2'],
    ['a relative path', () => '../x', '../x'],
    ['another site', () => 'https://pay.example.com/x', 'https://pay.example.com/x'],
    ['another site that looks like one inside', () => `http://${portalHost}.example.com/`, undefined],
  ])('rewrites Location where needed: %s', async (_what, location, expected) => {
    gateway.portal.handler = (_request, response) => response.writeHead(302, { location: location() }).end();
    const answer = await exchangeRaw(gateway.url, get('/invoices'));
    expect(/\r\nlocation: (.*)\r\n/i.exec(answer)?.[1]).toBe(expected ?? location());
  });
});

describe('checklist 9: paths mean the same here and behind', () => {
  it.each(['/invoices-x', '/invoicesx', '/Invoices', '/x/invoices'])('%s is not /invoices', async (path) => {
    expect(await exchangeRaw(gateway.url, get(path))).toMatch(/legacy$/);
    expect(gateway.portal.seen).toEqual([]);
  });

  it.each([
    ['/%69nvoices', '/invoices'],
    ['//invoices', '/invoices'],
    ['/invoices//1', '/invoices/1'],
    ['/invoices/%41', '/invoices/A'],
    ['/invoices/%c3%b5?q=%2F..', '/invoices/%C3%B5?q=%2F..'],
    ['http://localhost:8080/invoices?x', '/invoices?x'],
  ])('%s is matched and sent on as %s', async (sent, forwarded) => {
    expect(await exchangeRaw(gateway.url, get(sent))).toMatch(/^HTTP\/1\.1 200 /);
    expect(gateway.portal.seen.map(({ url }) => url)).toEqual([forwarded]);
  });

  it.each([
    '/invoices/../admin',
    '/invoices/%2e%2e/admin',
    '/invoices/.%2E/admin',
    '/invoices/..;x/admin',
    '/invoices/./1',
    '/invoices%2f1',
    '/invoices%5c1',
    '/invoices\\1',
    '/invoices/%00',
    '/invoices/%0d%0aX',
    '/invoices/%zz',
    '/invoices#x',
    'invoices',
    '*',
  ])('%s is refused', async (path) => {
    expect(await exchangeRaw(gateway.url, get(path))).toMatch(/^HTTP\/1\.1 400 /);
    expect([...gateway.portal.seen, ...gateway.legacy.seen]).toEqual([]);
  });
});

describe('checklist 10: bodies where and when they are not expected', () => {
  it('passes the body of a GET on', async () => {
    gateway.portal.handler = (request, response) => request.pipe(response);
    expect(await exchangeRaw(gateway.url, get('/invoices', 'Content-Length: 5\r\n') + 'hello')).toMatch(/hello/);
  });

  it('passes an early answer on while the client is still sending', async () => {
    raw.onData = (socket, all) => {
      if (all.includes('first part'))
        socket.write('HTTP/1.1 413 Content Too Large\r\nContent-Length: 8\r\n\r\ntoo much');
    };
    const client = await RawClient.connect(gateway.url);
    client.send(`POST /tmf-api/x HTTP/1.1\r\n${host}Content-Length: 1000000\r\n\r\nfirst part`);
    await client.until('too much');
    // The client may go on sending; nobody answers twice.
    client.send('x'.repeat(10_000));
    await eventually(() => {
      expect(client.received.match(/HTTP\/1\.1/g)).toHaveLength(1);
    });
    client.destroy();
  });

  it('lets both directions flow at once', async () => {
    gateway.portal.handler = (request, response) => {
      response.flushHeaders();
      request.on('data', (chunk: Buffer) => response.write(chunk));
      request.on('end', () => response.end());
    };
    const client = await RawClient.connect(gateway.url);
    client.send(`POST /invoices HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n4\r\nping\r\n`);
    await client.until('ping');
    client.send('4\r\npong\r\n0\r\n\r\n');
    await client.until(/pong\r\n0\r\n\r\n$/);
    client.destroy();
  });
});

describe('checklist 11: what clients claim about where they come from', () => {
  const claims =
    'X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: evil.example\r\nForwarded: for=6.6.6.6\r\nX-Real-IP: 6.6.6.6\r\n';

  it('is not believed from a stranger', async () => {
    await exchangeRaw(gateway.url, get('/invoices', claims));
    expect(gateway.portal.seen[0]?.headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': 'localhost:8080',
      forwarded: 'for=127.0.0.1;host="localhost:8080";proto=http',
    });
    expect(gateway.portal.seen[0]?.headers).not.toHaveProperty('x-real-ip');
  });

  it('is believed from a trusted hop, which is added to the chain', async () => {
    await exchangeRaw(
      trusting.url,
      get('/invoices', claims.replace('evil.example', 'my.example').replaceAll('6.6.6.6', '2001:db8::1')),
    );
    expect(trusting.portal.seen[0]?.headers).toMatchObject({
      'x-forwarded-for': '2001:db8::1, 127.0.0.1',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'my.example',
      forwarded: 'for="[2001:db8::1]", for=127.0.0.1;host="my.example";proto=https',
    });
  });

  describe('a trace', () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const header = `Traceparent: 00-${traceId}-b7ad6b7169203331-00\r\n`;
    const upgrade = `Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n`;

    function traceparentAt({ portal }: GatewayUnderTest): string {
      return String(portal.seen[0]?.headers['traceparent']);
    }

    it('goes on as a span of its own when it comes from a trusted hop', async () => {
      await exchangeRaw(trusting.url, get('/invoices', header));
      expect(traceparentAt(trusting)).toMatch(new RegExp(`^00-${traceId}-(?!b7ad6b7169203331)[0-9a-f]{16}-00$`));
      trusting.portal.handler = (_request, response) => response.destroy();
      trusting.migration.on('new');
      expect(await exchangeRaw(trusting.url, get('/invoices', header))).toContain(traceId);
    });

    it('begins here when it comes from anybody else', async () => {
      await exchangeRaw(gateway.url, get('/invoices', header));
      expect(traceparentAt(gateway)).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
      expect(traceparentAt(gateway)).not.toContain(traceId);
    });

    it.each([
      ['nonsense', 'Traceparent: nonsense\r\n'],
      ['two at once', header + header.replace('b7ad', 'b7ae')],
    ])('begins here when it is %s, also from a trusted hop', async (_what, headers) => {
      await exchangeRaw(trusting.url, get('/invoices', headers));
      expect(traceparentAt(trusting)).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
      expect(traceparentAt(trusting)).not.toContain(traceId);
    });

    it('goes on through a WebSocket handshake', async () => {
      await exchangeRaw(trusting.url, `GET /invoices/live HTTP/1.1\r\n${host}${upgrade}${header}\r\n`);
      expect(traceparentAt(trusting)).toContain(`00-${traceId}-`);
    });
  });

  it('never lets anybody speak in the name of the gateway', async () => {
    await exchangeRaw(
      gateway.url,
      get(
        '/invoices',
        'X-Bridge-Customer: forged\r\nAuthorization: Basic forged\r\nTraceparent: 00-11111111111111111111111111111111-2222222222222222-01\r\nX-Request-Timeout-Ms: 1\r\nX-Original-URL: /admin\r\n',
      ),
    );
    const headers = gateway.portal.seen[0]?.headers ?? {};
    expect(JSON.stringify(headers)).not.toContain('forged');
    expect(headers['traceparent']).not.toContain('1111111111');
    expect(headers['x-request-timeout-ms']).toBe('30000');
    expect(headers).not.toHaveProperty('x-original-url');
  });
});
