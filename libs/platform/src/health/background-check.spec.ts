import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, get } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { HealthRegistry } from './health.registry.ts';
import type { HealthReport } from './health-check.ts';

const open: (() => void)[] = [];

afterEach(() => {
  for (const close of open.splice(0)) close();
});

function registry(): HealthRegistry {
  const health = new HealthRegistry();
  open.push(() => {
    health.stop();
  });
  return health;
}

/** Polls until a report satisfies the condition. */
async function reportOf(health: HealthRegistry, accept: (report: HealthReport) => boolean): Promise<HealthReport> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline;) {
    const [report] = health.reports();
    if (report !== undefined && accept(report)) return report;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`Never came about: ${JSON.stringify(health.reports())}`);
}

/**
 * A backend that answers at once, and then drips one byte of its body at a time for ever. `leftAlone`: whoever asked has
 * hung up.
 */
async function drippingBackend(): Promise<{ url: string; leftAlone: Promise<undefined> }> {
  const { promise: leftAlone, resolve } = Promise.withResolvers<undefined>();
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const drip = setInterval(() => response.write(' '), 5);
    response.once('close', () => {
      clearInterval(drip);
      resolve(undefined);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, leftAlone };
}

describe('a background health check', () => {
  it('is unknown until it has run, then says how it went and how long ago', async () => {
    const health = registry();
    health.register({ name: 'database', kind: 'required', check: () => Promise.resolve({ pool: 3 }) });
    expect(health.reports()[0]?.status).toBe('unknown');
    health.start();

    const report = await reportOf(health, ({ status }) => status === 'up');
    expect(report).toMatchObject({ name: 'database', kind: 'required', details: { pool: 3 } });
    expect(report.ageMs).toBeGreaterThanOrEqual(0);
  });

  it('cuts off a backend that drips its body at the total deadline', async () => {
    const { url, leftAlone } = await drippingBackend();
    const health = registry();
    const check = async (signal: AbortSignal): Promise<void> => {
      await (await fetch(url, { signal })).text();
    };
    health.register({ name: 'engine', kind: 'degrading', timeoutMs: 100, check });
    health.start();

    const report = await reportOf(health, ({ status }) => status === 'down');
    expect(report.error).toMatch(/Timeout|no result within 100 ms/);
    await leftAlone;
  });

  it('ends at the deadline even when the check ignores it, and starts no second run beside it', async () => {
    const { url } = await drippingBackend();
    let runs = 0;
    const health = registry();
    const check = (): Promise<void> => {
      runs += 1;
      // A client with idle timeouts only, as `pingCheck` has: every byte resets them.
      return new Promise((resolve) => {
        get(url, (response) => response.resume().once('end', resolve)).on('error', () => undefined);
      });
    };
    health.register({ name: 'engine', kind: 'degrading', timeoutMs: 30, intervalMs: 1, staleAfterMs: 1_000, check });
    health.start();

    expect((await reportOf(health, ({ status }) => status === 'down')).error).toBe('no result within 30 ms');
    await reportOf(health, ({ status }) => status === 'unknown');
    expect(runs).toBe(1);
  });

  it('is unknown once its last result is too old', async () => {
    const health = registry();
    const check = { name: 'database', kind: 'required', intervalMs: 60_000, staleAfterMs: 1_000 } as const;
    health.register({ ...check, check: () => Promise.resolve() });
    health.start();

    await reportOf(health, ({ status }) => status === 'up');
    await reportOf(health, ({ status }) => status === 'unknown');
  });

  it('keeps a name for one check only', () => {
    const health = registry();
    const check = { name: 'database', kind: 'required', check: () => Promise.resolve() } as const;
    health.register(check);

    expect(() => {
      health.register(check);
    }).toThrow('There is a health check "database" already');
  });
});
