import net, { type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing';
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { nextMessage } from './support/processes.ts';
import { startGateway, type GatewayUnderTest } from './support/gateway-under-test.ts';
import { exchangeRaw, RawClient } from './support/raw-client.ts';

const megabyte = 1_048_576;

let gateway: GatewayUnderTest;

beforeAll(async () => {
  gateway = await startGateway({ MAX_CONCURRENT_REQUESTS: '20000' });
});
beforeEach(() => {
  gateway.reset();
});
afterAll(() => gateway.stop());

describe('event streams', () => {
  it('arrive event by event, and end at the upstream when the reader leaves', async () => {
    let closed = false;
    let emit: (text: string) => void = () => undefined;
    gateway.portal.handler = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      emit = (text) => response.write(`data: ${text}\n\n`);
      response.on('close', () => (closed = true));
    };
    const client = await RawClient.connect(gateway.url);
    client.send('GET /invoices/events HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n');
    await client.until('text/event-stream');
    for (const text of ['one', 'two', 'three']) {
      emit(text);
      await client.until(`data: ${text}\n\n`);
    }
    client.destroy();
    await eventually(() => {
      expect(closed).toBe(true);
    });
  });
});

describe('ten thousand idle connections', () => {
  let holder: ChildProcess;

  afterAll(() => {
    holder.kill();
  });

  it('are kept, cost little, and keep nobody from being served', async () => {
    // Their other ends live in a process of their own: one may not open twenty thousand files.
    holder = fork(join(import.meta.dirname, 'support/idle-connections.mjs'), [gateway.url, '10000'], { execArgv: [] });
    const before = process.memoryUsage.rss();
    await nextMessage(holder);
    expect(process.memoryUsage.rss() - before).toBeLessThan(400 * megabyte);
    expect(await exchangeRaw(gateway.url, 'GET /invoices HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(
      / 200 /,
    );
    holder.send('count');
    expect(await nextMessage(holder)).toBe(10_000);
  }, 120_000);
});

describe('mixed trouble', () => {
  it('leaves no request, socket or upstream connection behind, and ends nothing but itself', async () => {
    const sockets = new Set<Socket>();
    gateway.portal.handler = (request, response) => {
      const kind = Number(/\d+/.exec(request.url ?? '')?.[0] ?? 0) % 5;
      if (kind === 0) response.destroy();
      else if (kind === 1) response.write('half', () => response.destroy());
      else if (kind === 2) setTimeout(() => response.end('late'), 30);
      else if (kind === 3) request.pipe(response);
      else response.writeHead(500).end('broken');
    };
    const { port } = new URL(gateway.url);
    const one = (n: number): Promise<void> =>
      new Promise((resolve) => {
        const socket = net.connect(Number(port), '127.0.0.1');
        sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          sockets.delete(socket);
          resolve();
        });
        socket.on('data', () => undefined);
        const body = n % 2 === 0 ? 'Content-Length: 5\r\n\r\nhello' : '\r\n';
        socket.write(
          `${n % 2 === 0 ? 'POST' : 'GET'} /invoices/${n} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${body}`,
        );
        if (n % 7 === 0) setTimeout(() => socket.resetAndDestroy(), n % 40);
        if (n % 50 === 0) gateway.migration.on(n % 100 === 0 ? 'new' : 'legacy', { fallback: true });
      });
    for (let round = 0; round < 20; round += 1)
      await Promise.all(Array.from({ length: 50 }, (_, n) => one(round * 50 + n)));
    gateway.reset();
    await eventually(() => {
      expect(sockets.size).toBe(0);
      expect(gateway.migration.asking).toBe(0);
    });
    await eventually(async () => {
      const metrics = await (await fetch(`${gateway.managementUrl}/metrics`)).text();
      expect(metrics).toMatch(/http_server_requests_in_flight 0/);
    });
    await eventually(
      async () => {
        expect(
          await exchangeRaw(gateway.url, 'GET /invoices HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
        ).toMatch(/ 200 /);
      },
      { timeoutMs: 20_000 },
    );
  }, 120_000);
});
