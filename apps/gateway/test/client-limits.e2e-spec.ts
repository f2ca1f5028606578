import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing';
import WebSocket, { WebSocketServer } from 'ws';
import { startGateway, type GatewayUnderTest } from './support/gateway-under-test.ts';
import { exchangeRaw, RawClient } from './support/raw-client.ts';

const maxConnections = 30;
const burst = 20;

let gateway: GatewayUnderTest;
let sockets: WebSocketServer;

beforeAll(async () => {
  gateway = await startGateway({
    TRUSTED_PROXIES: '127.0.0.1, 2001:db8:ffff::/48',
    MAX_CONNECTIONS: String(maxConnections),
    CLIENT_REQUEST_BURST: String(burst),
    CLIENT_REQUESTS_PER_SECOND: '1',
    MAX_TUNNELS: '2',
    TUNNEL_IDLE_MS: '1500',
  });
  sockets = new WebSocketServer({ server: gateway.portal.server });
});
beforeEach(() => {
  gateway.reset();
  gateway.migration.on('new');
});
afterAll(async () => {
  for (const client of sockets.clients) client.terminate();
  sockets.close();
  await gateway.stop();
});

const host = 'Host: localhost:8080\r\n';
const from = (address: string, headers = ''): string =>
  `GET /invoices HTTP/1.1\r\n${host}Connection: close\r\nX-Forwarded-For: ${address}\r\n${headers}\r\n`;

async function statusesOf(addresses: readonly string[]): Promise<number[]> {
  const statuses: number[] = [];
  for (const address of addresses) {
    const answer = await exchangeRaw(gateway.url, from(address));
    statuses.push(Number(answer.slice(9, 12)));
  }
  return statuses;
}

describe('requests of one client', () => {
  it('are answered 429 when there are too many, and say when to come again; others go on', async () => {
    const statuses = await statusesOf(Array.from({ length: burst + 5 }, () => '203.0.113.7'));
    expect(statuses.slice(0, burst)).toEqual(Array.from({ length: burst }, () => 200));
    expect(statuses).toContain(429);
    // One more is let through every second.
    const refused = await eventually(async () => {
      const answer = await exchangeRaw(gateway.url, from('203.0.113.7', 'Accept: text/html\r\n'));
      expect(answer).toMatch(/^HTTP\/1\.1 429 Too Many Requests\r\n[^]*\r\nretry-after: 1\r\n/);
      return answer;
    });
    expect(refused).toContain('Too many requests at once');
    expect(await statusesOf(['203.0.113.8'])).toEqual([200]);
  });

  it('are those of a whole network of IPv6, told by the nearest proxy that is not ours', async () => {
    const one = Array.from(
      { length: burst + 5 },
      (_, i) => `9.9.9.9, 2001:db8:0:1::${i.toString(16)}, 2001:db8:ffff::1`,
    );
    expect(await statusesOf(one)).toContain(429);
    expect(await statusesOf(['2001:db8:0:2::1'])).toEqual([200]);
  });

  it('are not counted when a trusted proxy asks for nobody but itself', async () => {
    expect(await statusesOf(Array.from({ length: burst + 5 }, () => '2001:db8:ffff::7'))).not.toContain(429);
  });

  it('are not counted when they come from a private address: that is a proxy nobody declared', async () => {
    expect(await statusesOf(Array.from({ length: burst + 5 }, () => '10.1.2.3'))).not.toContain(429);
  });
});

describe('connections', () => {
  it('beyond the cap are told so at once, and room is made by those that close', async () => {
    const open = await Promise.all(Array.from({ length: maxConnections }, () => RawClient.connect(gateway.url)));
    const answer = await exchangeRaw(gateway.url, '');
    expect(answer).toMatch(/^HTTP\/1\.1 503 [^]*\r\nretry-after: 5\r\n/);
    for (const client of open) client.destroy();
    await eventually(async () => {
      expect(await exchangeRaw(gateway.url, from('203.0.113.9'))).toMatch(/^HTTP\/1\.1 200 /);
    });
  });
});

describe('WebSockets', () => {
  const address = (): string => `${gateway.url.replace('http', 'ws')}/invoices/live`;
  const opened = (client: WebSocket): Promise<unknown> => new Promise((resolve) => client.once('open', resolve));
  const closed = (client: WebSocket): Promise<unknown> => new Promise((resolve) => client.once('close', resolve));

  it('end when nothing passes, and not while something does; no more are opened than the cap allows', async () => {
    const silent = new WebSocket(address());
    const talking = new WebSocket(address());
    await Promise.all([opened(silent), opened(talking)]);
    const refused = new WebSocket(address());
    const status = new Promise((resolve) =>
      refused.once('unexpected-response', (_, { statusCode }) => resolve(statusCode)),
    );
    expect(await status).toBe(503);
    const chat = setInterval(() => {
      talking.send('still here');
    }, 200);
    await closed(silent);
    clearInterval(chat);
    expect(talking.readyState).toBe(WebSocket.OPEN);
    expect(gateway.running.logs.findLast((line) => line.message === 'A tunnel closed')).toMatchObject({
      'event.reason': 'nothing passed',
    });
    talking.terminate();
  });
});
