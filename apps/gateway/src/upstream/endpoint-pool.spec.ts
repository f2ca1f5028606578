import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EndpointPool } from './endpoint-pool.ts';
import type { ResponseHandler, UpstreamRequest } from './upstream-connection.ts';

const ignore = (): void => undefined;
const limits = { maxConnections: 1, maxWaiting: 10, connectTimeoutMs: 2_000, maxIdleMs: 4_000 };

let server: http.Server;
let pool: EndpointPool;
beforeEach(async () => {
  server = http.createServer((_request, response) => response.end('ok'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  pool = new EndpointPool(url, limits);
});
afterEach(() => {
  jest.restoreAllMocks();
  pool.close();
  server.close();
});

/** @returns status of the answer */
function ask(method: string): Promise<number> {
  const request: UpstreamRequest = {
    method,
    head: `${method} / HTTP/1.1\r\nhost: a\r\n\r\n`,
    body: 'none',
    upgrade: false,
  };
  return new Promise((resolve, reject) => {
    let status = 0;
    const handler: ResponseHandler = {
      onHead: (head) => (status = head.status),
      onBody: () => true,
      holdsOn: () => false,
      onEnd: () => {
        resolve(status);
      },
      onError: reject,
      onSent: ignore,
      onInformation: ignore,
      onPause: ignore,
      onSwitch: ignore,
      onDrain: ignore,
    };
    pool.send(request, handler, { safe: method === 'GET', fresh: false });
  });
}

describe('a full pool', () => {
  it('gives up an idle connection for a write that may not use it', async () => {
    await ask('GET');
    expect(pool.connections).toEqual({ open: 1, idle: 1, waiting: 0 });
    const now = performance.now();
    jest.spyOn(performance, 'now').mockReturnValue(now + 1_500);
    expect(await ask('POST')).toBe(200);
    expect(pool.connections.open).toBe(1);
  });
});

describe('a handshake', () => {
  /** @returns the first bytes that come when `host` is asked for, which is really here */
  async function helloFor(host: string): Promise<string> {
    const hello = new Promise<string>((resolve) => {
      server.once('connection', (socket: Socket) => {
        socket.once('data', (bytes) => {
          resolve(bytes.toString('latin1'));
          socket.destroy();
        });
      });
    });
    pool = new EndpointPool(new URL(`https://${host}:${pool.url.port}`), limits, {}, '127.0.0.1');
    await expect(ask('GET')).rejects.toThrow('tls');
    return hello;
  }

  it('names the host, unless that is an address (RFC 6066, section 3)', async () => {
    expect(await helloFor('old.internal')).toContain('old.internal');
    expect(await helloFor('[fd00::1]')).not.toContain('fd00::1');
  });
});
