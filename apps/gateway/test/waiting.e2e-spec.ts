import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing';
import { ProxyEngine } from '../src/proxy/proxy-engine.ts';
import { Upstreams } from '../src/upstreams/upstreams.ts';
import { startGateway, type GatewayUnderTest } from './support/gateway-under-test.ts';
import { exchangeRaw, RawClient } from './support/raw-client.ts';

const responseTimeoutMs = 2_000;

let gateway: GatewayUnderTest;
let clients: RawClient[];

beforeAll(async () => {
  gateway = await startGateway({
    RESPONSE_TIMEOUT_MS: String(responseTimeoutMs),
    FALLBACK_AFTER_MS: '500',
    SLOW_BODY_GRACE_MS: '300',
    MIN_BODY_BYTES_PER_SECOND: '1000',
    UPSTREAM_MAX_CONNECTIONS: '1',
    UPSTREAM_MAX_WAITING: '1',
  });
});
beforeEach(() => {
  gateway.reset();
  gateway.migration.on('new');
  clients = [];
});
afterAll(async () => {
  await gateway.stop();
});

const host = 'Host: localhost:8080\r\n';
const get = (path: string, headers = ''): string => `GET ${path} HTTP/1.1\r\n${host}${headers}\r\n`;

/** Relays under way in the gateway. */
function underWay(): number {
  return gateway.running.get(ProxyEngine).underWay;
}

function waitingFor(upstream: string): number {
  const { endpoints } = gateway.running.get(Upstreams).get(upstream) ?? { endpoints: [] };
  return endpoints.reduce((sum, { pool }) => sum + pool.connections.waiting, 0);
}

async function asking(bytes: string): Promise<RawClient> {
  const client = await RawClient.connect(gateway.url);
  clients.push(client);
  client.send(bytes);
  return client;
}

/** Takes the only connection to an upstream, until `leaveAll`. */
async function occupy(path: string): Promise<void> {
  const client = await asking(get(path));
  await client.until('data: 1');
}

async function leaveAll(): Promise<void> {
  for (const client of clients) client.destroy();
  await eventually(() => {
    expect(underWay()).toBe(0);
  });
}

const eventStream: GatewayUnderTest['portal']['handler'] = (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
};

describe('a visitor who left while it was found out who asks', () => {
  it('is forgotten, and nothing is done for them', async () => {
    const answers: (() => void)[] = [];
    gateway.legacy.handler = (_request, response) => {
      answers.push(() => response.writeHead(401).end());
    };
    const client = await asking(
      `POST /invoices/pay HTTP/1.1\r\n${host}Cookie: LPSESSION=unknown-yet\r\nContent-Length: 0\r\n\r\n`,
    );
    await eventually(() => {
      expect(answers).toHaveLength(1);
    });
    client.destroy();
    await eventually(async () => {
      const metrics = await (await fetch(`${gateway.managementUrl}/metrics`)).text();
      expect(metrics).toMatch(/http_server_requests_in_flight 0/);
    });
    for (const answer of answers) answer();
    // Whatever would be done for the visitor is done before what is asked after it.
    expect(await exchangeRaw(gateway.url, get('/invoices', 'Connection: close\r\n'))).toMatch(/^HTTP\/1\.1 200 /);
    expect(gateway.portal.seen.map(({ method }) => method)).toEqual(['GET']);
    expect(underWay()).toBe(0);
  });
});

describe('a long upload', () => {
  it('to an upstream slower than its visitor may take as long as it makes progress', async () => {
    const bytes = 10_000_000;
    // What the system itself keeps of what has been sent is read at once in the end.
    const slowBytes = bytes / 2;
    // However large the pieces are in which it comes.
    const bytesBetweenPauses = slowBytes / 100;
    let pausedAt = 0;
    let received = 0;
    gateway.portal.handler = (request, response) => {
      request.on('data', (chunk: Buffer) => {
        received += chunk.length;
        if (received > slowBytes || received - pausedAt < bytesBetweenPauses) return;
        pausedAt = received;
        request.pause();
        setTimeout(() => request.resume(), 40);
      });
      request.on('end', () => response.end('all of it'));
    };
    const startedAt = performance.now();
    const client = await asking(`POST /invoices HTTP/1.1\r\n${host}Content-Length: ${bytes}\r\n\r\n`);
    client.socket.write(Buffer.alloc(bytes));
    await client.until('all of it', 30_000);
    expect(received).toBe(bytes);
    // Otherwise nothing has been shown.
    expect(performance.now() - startedAt).toBeGreaterThan(responseTimeoutMs);
    await leaveAll();
  });

  it('is waited for by its upstream only once it is complete', async () => {
    gateway.portal.handler = (request, response) => {
      request.resume();
      request.on('end', () => setTimeout(() => response.end('thanks'), responseTimeoutMs / 2));
    };
    const startedAt = performance.now();
    const client = await asking(`POST /invoices HTTP/1.1\r\n${host}Content-Length: 12000\r\n\r\n`);
    for (let sent = 0; sent < 12_000; sent += 1_000) {
      client.send('x'.repeat(1_000));
      await eventually(() => {
        expect(performance.now() - startedAt).toBeGreaterThan(sent / 6);
      });
    }
    expect(await client.until(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 200 /);
    await leaveAll();
  });
});

describe('a write that waits for a connection', () => {
  it.each([
    ['of known length', 'Content-Length: 5\r\n\r\nhello'],
    ['in chunks', 'Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n'],
  ])('%s is told about the upstream, not about its own slowness', async (_what, rest) => {
    gateway.portal.handler = eventStream;
    await occupy('/invoices/live');
    const client = await asking(`POST /invoices HTTP/1.1\r\n${host}${rest}`);
    expect(await client.until(/EDGE\.\w+/)).toMatch(/^HTTP\/1\.1 504 [^]*EDGE\.TIMEOUT/);
    await leaveAll();
  });
});

describe('a request for which there is no room', () => {
  it('on one side leaves the queue of the other with its visitor', async () => {
    gateway.portal.handler = eventStream;
    gateway.legacy.handler = eventStream;
    await occupy('/invoices/live');
    await occupy('/old/live');
    await asking(get('/invoices/waits'));
    await eventually(() => {
      expect(waitingFor('portal')).toBe(1);
    });
    gateway.migration.on('new', { fallback: true });
    const client = await asking(get('/invoices/falls-back'));
    await eventually(() => {
      expect(waitingFor('legacy-portal')).toBe(1);
    });
    client.destroy();
    await eventually(() => {
      expect(waitingFor('legacy-portal')).toBe(0);
    });
    await leaveAll();
  });
});

describe('the log', () => {
  it("gives a failure of an upstream the trace of the request that met it, not of the connection's first", async () => {
    await exchangeRaw(gateway.url, get('/invoices/first', 'Connection: close\r\n'));
    gateway.portal.handler = (request) => request.socket.destroy();
    const answer = await exchangeRaw(
      gateway.url,
      `POST /invoices HTTP/1.1\r\n${host}Connection: close\r\nContent-Length: 0\r\n\r\n`,
    );
    const line = gateway.running.logs.findLast(({ message }) => message === 'An upstream did not answer');
    expect(answer).toMatch(/^HTTP\/1\.1 502 /);
    expect(answer).toContain(line?.['trace.id']);
  });

  it('has a line about a handshake that was refused', async () => {
    await exchangeRaw(
      gateway.url,
      get('/invoices/live', 'Connection: Upgrade\r\nUpgrade: websocket\r\nOrigin: https://evil.example\r\n'),
    );
    const line = gateway.running.logs.findLast((each) => each['event.action'] === 'refuse');
    expect(line).toMatchObject({ 'http.response.status_code': 403, 'event.code': 'EDGE.CROSS_ORIGIN' });
  });
});
