import { createHash } from 'node:crypto';
import net from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, faultProxy, type FaultProxy } from '@wellspring/testing';
import WebSocket, { WebSocketServer } from 'ws';
import { startGateway, type GatewayUnderTest } from '../support/gateway-under-test.ts';
import { exchangeRaw, RawClient } from '../support/raw-client.ts';
import { RawUpstream } from '../support/raw-upstream.ts';
import { HttpUpstream } from '../support/http-upstream.ts';

let gateway: GatewayUnderTest;
let raw: RawUpstream;
let sockets: WebSocketServer;
let target: HttpUpstream;
let faults: FaultProxy;

beforeAll(async () => {
  raw = await RawUpstream.start();
  target = await HttpUpstream.start('billing');
  faults = await faultProxy({ target: target.url });
  gateway = await startGateway(
    {
      HEADERS_TIMEOUT_MS: '400',
      REQUEST_TIMEOUT_MS: '400',
      SLOW_BODY_GRACE_MS: '300',
      MIN_BODY_BYTES_PER_SECOND: '1000',
      SLOW_READ_TIMEOUT_MS: '500',
      RESPONSE_TIMEOUT_MS: '600',
      FALLBACK_AFTER_MS: '300',
      UPSTREAM_CONNECT_TIMEOUT_MS: '500',
    },
    { identity: raw.url, billing: faults.url },
  );
  sockets = new WebSocketServer({ server: gateway.portal.server, path: '/invoices/live' });
});
beforeEach(() => {
  gateway.reset();
  raw.reset();
  sockets.removeAllListeners('connection');
});
afterAll(async () => {
  for (const client of sockets.clients) client.terminate();
  sockets.close();
  await gateway.stop();
  await raw.stop();
  await faults.close();
  await target.stop();
});

const host = 'Host: localhost:8080\r\n';
const get = (path: string, headers = ''): string =>
  `GET ${path} HTTP/1.1\r\n${host}Connection: close\r\n${headers}\r\n`;

describe('checklist 12: header size limits', () => {
  it('answers 431 with a clear body', async () => {
    const answer = await exchangeRaw(gateway.url, get('/invoices', `Cookie: ${'x'.repeat(40_000)}\r\n`));
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain('EDGE.HEADERS_TOO_LARGE');
    expect(gateway.portal.seen).toEqual([]);
  });

  it("does not add the gateway's own cookies to what an upstream has to take", async () => {
    await exchangeRaw(
      gateway.url,
      get(
        '/invoices',
        'Cookie: a=1; __Host-session=abc; __Host-visitor=def; __Host-sign-in-1=x; b=2; LPSESSION=old\r\n',
      ),
    );
    expect(gateway.portal.seen[0]?.headers.cookie).toBe('a=1; b=2');
  });
});

describe('checklist 13: slow clients', () => {
  it('a head that does not come is answered 408 and closed', async () => {
    const client = await RawClient.connect(gateway.url);
    client.send('GET /invoices HTTP/1.1\r\nHost: local');
    expect(await client.untilClosed()).toMatch(/^(HTTP\/1\.1 408 [\s\S]*)$/);
  });

  it('a body that drips is answered 408, and its upstream let go', async () => {
    let aborted = false;
    gateway.portal.handler = (request) => {
      request.resume();
      request.on('close', () => (aborted = !request.complete));
    };
    const client = await RawClient.connect(gateway.url);
    client.send(`POST /invoices HTTP/1.1\r\n${host}Content-Length: 100000\r\n\r\n`);
    const drip = setInterval(() => {
      client.send('x');
    }, 50);
    await client.until(/^HTTP\/1\.1 408 /);
    clearInterval(drip);
    await eventually(() => {
      expect(aborted).toBe(true);
    });
    client.destroy();
  });

  it('a visitor who does not read is given up, and its upstream held back meanwhile', async () => {
    let written = 0;
    let closed = false;
    gateway.portal.handler = (_request, response) => {
      const chunk = Buffer.alloc(65_536);
      const more = (): void => {
        while (!response.destroyed && response.write(chunk)) written += chunk.length;
        written += chunk.length;
      };
      response.on('drain', more);
      response.on('close', () => (closed = true));
      more();
    };
    const { port } = new URL(gateway.url);
    const lazy = net.connect(Number(port), '127.0.0.1');
    lazy.pause();
    lazy.on('error', () => undefined);
    lazy.write(get('/invoices'));
    await eventually(() => {
      expect(closed).toBe(true);
    });
    expect(written).toBeLessThan(32_000_000);
    lazy.destroy();
  });

  it('connections that say nothing do not keep others from being served', async () => {
    const silent = await Promise.all(Array.from({ length: 200 }, () => RawClient.connect(gateway.url)));
    expect(await exchangeRaw(gateway.url, get('/invoices'))).toMatch(/^HTTP\/1\.1 200 /);
    for (const client of silent) client.destroy();
  });
});

describe('checklist 14: WebSocket', () => {
  const upgrade = (path: string, headers = ''): string =>
    `GET ${path} HTTP/1.1\r\n${host}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${headers}\r\n`;
  const address = (): string => `${gateway.url.replace('http', 'ws')}/invoices/live`;
  const accept = createHash('sha1')
    .update('dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11')
    .digest('base64');

  it('passes messages both ways, those sent with the handshake included', async () => {
    sockets.on('connection', (socket) => {
      socket.on('message', (message: Buffer) => {
        socket.send(`echo ${message.toString()}`);
      });
    });
    const client = new WebSocket(address());
    const echoed = new Promise((resolve) =>
      client.once('message', (message: Buffer) => {
        resolve(message.toString());
      }),
    );
    await new Promise((resolve) => client.once('open', resolve));
    client.send('hello');
    expect(await echoed).toBe('echo hello');
    const closed = new Promise((resolve) => client.once('close', resolve));
    client.close(1000);
    expect(await closed).toBe(1000);
  });

  it('gives the handshake back as the upstream made it', async () => {
    const client = await RawClient.connect(gateway.url);
    client.send(upgrade('/invoices/live'));
    await client.until(/^HTTP\/1\.1 101 [\s\S]*\r\n\r\n/);
    expect(client.received).toContain(accept);
    expect(client.received).toMatch(/connection: upgrade/i);
    client.destroy();
  });

  it('answers 502 when the upstream closes before the upgrade', async () => {
    raw.onData = (socket) => {
      socket.destroy();
    };
    expect(await exchangeRaw(gateway.url, upgrade('/identity/x'))).toMatch(/^HTTP\/1\.1 502 /);
  });

  it('passes a refusal of the upgrade on', async () => {
    raw.answer('HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\nX-Why: closed\r\n\r\nno!!');
    const answer = await exchangeRaw(gateway.url, upgrade('/identity/x'));
    expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
    expect(answer).toMatch(/no!!$/);
  });

  it('is refused to pages of other sites', async () => {
    expect(await exchangeRaw(gateway.url, upgrade('/invoices/live', 'Origin: https://evil.example\r\n'))).toMatch(
      /^HTTP\/1\.1 403 /,
    );
    expect(sockets.clients.size).toBe(0);
  });

  it('an error on either socket ends the other, and nothing else', async () => {
    const client = await RawClient.connect(gateway.url);
    client.send(upgrade('/invoices/live'));
    await client.until(/^HTTP\/1\.1 101 /);
    await eventually(() => {
      expect(sockets.clients.size).toBe(1);
    });
    client.socket.resetAndDestroy();
    await eventually(() => {
      expect(sockets.clients.size).toBe(0);
    });

    const other = await RawClient.connect(gateway.url);
    other.send(upgrade('/invoices/live'));
    await eventually(() => {
      expect(sockets.clients.size).toBe(1);
    });
    for (const socket of sockets.clients) socket.terminate();
    await other.untilClosed();
    expect(await exchangeRaw(gateway.url, get('/invoices'))).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('an upgrade to anything else is an ordinary request', async () => {
    const answer = await exchangeRaw(
      gateway.url,
      get('/invoices').replace(
        'Connection: close',
        'Connection: close, Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__',
      ),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe('checklist 15: the breaker', () => {
  it('keeps requests from an upstream that fails, lets a trial through, and closes again', async () => {
    faults.reset();
    const ask = (): Promise<string> => exchangeRaw(gateway.url, get('/tmf-api/x'));
    await eventually(async () => {
      expect(await ask()).toMatch(/^HTTP\/1\.1 503 [\s\S]*EDGE\.UNAVAILABLE/);
    });
    const accepted = faults.accepted;
    await Promise.all(Array.from({ length: 20 }, ask));
    expect(faults.accepted - accepted).toBeLessThan(5);
    faults.healthy();
    await eventually(
      async () => {
        expect(await ask()).toMatch(/^HTTP\/1\.1 200 /);
      },
      { timeoutMs: 20_000 },
    );
  });
});
