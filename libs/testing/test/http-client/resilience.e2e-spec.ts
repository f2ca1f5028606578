import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type HttpClientOptions, Metrics } from '@wellspring/platform';
import { eventually } from '../../src/index.ts';
import { ClientUnderTest, Dependency, invoiceRequest } from './dependency.ts';

jest.setTimeout(60_000);

const ampleMs = 20_000;
const noRetry = { maxAttempts: 1 };

let dependency: Dependency;
const clients: ClientUnderTest[] = [];

function client(options: Partial<HttpClientOptions> = {}, metrics = new Metrics()): ClientUnderTest {
  const made = new ClientUnderTest(
    { baseUrl: dependency.proxy.url, timeoutMs: ampleMs, ...options },
    'billing-engine',
    metrics,
  );
  clients.push(made);
  return made;
}

/** How each call ended: `ok` or its outcome. */
async function outcomes(made: ClientUnderTest, calls: number): Promise<string[]> {
  return Promise.all(
    Array.from({ length: calls }, () =>
      made.client.request(invoiceRequest).then(
        () => 'ok',
        (error: unknown) =>
          typeof error === 'object' && error !== null && 'outcome' in error ? String(error.outcome) : 'unexpected',
      ),
    ),
  );
}

/** Fails the first `times` requests with a 503. */
function recoverAfter(times: number): void {
  const answer = dependency.answer;
  dependency.answer = (request, response) => {
    if (dependency.requests.length <= times) response.writeHead(503).end();
    else answer(request, response);
  };
}

beforeEach(async () => {
  dependency = await Dependency.start();
});

afterEach(async () => {
  for (const made of clients.splice(0)) await made.client.close();
  await dependency.stop();
});

describe('retries', () => {
  it('repeat an idempotent call until it works', async () => {
    recoverAfter(2);
    const made = client({ retry: { maxAttempts: 3 } });
    expect(await outcomes(made, 1)).toEqual(['ok']);
    expect(dependency.requests).toHaveLength(3);
    expect(await made.metric('http_client_retries_total')).toBe(2);
    expect(await made.metric('http_client_requests_total', { outcome: 'ok' })).toBe(1);
    expect(made.logs).toEqual([]);
  });

  it('do not repeat a POST', async () => {
    recoverAfter(1);
    const { client: http } = client();
    await expect(http.request({ ...invoiceRequest, method: 'POST', body: {} })).rejects.toMatchObject({
      outcome: '5xx',
    });
    expect(dependency.requests).toHaveLength(1);
  });

  it('repeat a POST that the caller knows to be idempotent', async () => {
    recoverAfter(1);
    const { client: http } = client();
    await http.request({ ...invoiceRequest, method: 'POST', body: {}, idempotent: true });
    expect(dependency.requests).toHaveLength(2);
  });

  it('do not repeat what the dependency refused', async () => {
    dependency.answers(400);
    expect(await outcomes(client(), 1)).toEqual(['4xx']);
    expect(dependency.requests).toHaveLength(1);
  });

  it('survive connections that break in between', async () => {
    // As many tries as are made before the connections hold again, however long that takes.
    const made = client({ timeoutMs: 20_000, retry: { maxAttempts: 100, budget: 1 } });
    expect(await outcomes(made, 1)).toEqual(['ok']);
    dependency.proxy.reset();
    const call = outcomes(made, 1);
    await eventually(async () => {
      expect(await made.metric('http_client_retries_total')).toBeGreaterThan(0);
    });
    dependency.proxy.healthy();
    expect(await call).toEqual(['ok']);
  });

  it('stay within their share of the traffic', async () => {
    dependency.answers(503);
    const breaker = { minimumCalls: 1_000_000 };
    const made = client({ retry: { maxAttempts: 3, budget: 0.1 }, breaker, maxConcurrent: 200 });
    await outcomes(made, 200);
    expect(dependency.requests.length).toBeLessThanOrEqual(200 + 10 + 20);
    expect(dependency.requests.length).toBeGreaterThan(200);
  });

  it('end with the deadline', async () => {
    dependency.proxy.hang();
    const made = client({ timeoutMs: 200, retry: { maxAttempts: 100, budget: 1 } });
    expect(await outcomes(made, 1)).toEqual(['timeout']);
    expect(await made.metric('http_client_retries_total')).toBe(0);
  });
});

describe('the bulkhead', () => {
  it('refuses at once what would be too many calls at a time', async () => {
    dependency.proxy.hang();
    const made = client({ maxConcurrent: 3, retry: noRetry });
    const held = outcomes(made, 3);
    expect(await outcomes(made, 5)).toEqual(Array.from({ length: 5 }, () => 'bulkhead_full'));
    dependency.proxy.healthy();
    expect(await held).toEqual(['ok', 'ok', 'ok']);
    expect(dependency.proxy.accepted).toBe(3);
    expect(await outcomes(made, 1)).toEqual(['ok']);
  });

  it('keeps a stalled dependency from starving another', async () => {
    const metrics = new Metrics();
    const healthy = await Dependency.start();
    const other = new ClientUnderTest({ baseUrl: healthy.proxy.url, timeoutMs: ampleMs }, 'crm', metrics);
    clients.push(other);
    const stalled = client({ maxConcurrent: 20, breaker: { minimumCalls: 1_000_000 }, retry: noRetry }, metrics);
    dependency.proxy.hang();
    const waiting = outcomes(stalled, 100);
    try {
      for (let round = 0; round < 10; round += 1) {
        expect(await outcomes(other, 20)).toEqual(Array.from({ length: 20 }, () => 'ok'));
      }
      expect(await other.metric('http_client_requests_in_flight', { dependency: 'billing-engine' })).toBe(20);
      expect(await other.metric('http_client_requests_total', { dependency: 'crm', outcome: 'ok' })).toBe(200);
    } finally {
      dependency.proxy.healthy();
      await waiting;
      await healthy.stop();
    }
  });
});

describe('connections', () => {
  it('are kept between calls', async () => {
    const { client: made } = client();
    for (let calls = 0; calls < 20; calls += 1) await made.request(invoiceRequest);
    expect(dependency.connections).toBeLessThan(5);
  });

  it('make place for new ones when they are old, and no call is cut', async () => {
    const made = client({ maxConnectionAgeMs: 20, retry: noRetry });
    const results = new Set<string>();
    await eventually(async () => {
      for (const result of await outcomes(made, 3)) results.add(result);
      expect(dependency.connections).toBeGreaterThan(9);
    });
    expect([...results]).toEqual(['ok']);
  });
});

describe('the breaker', () => {
  const breaker = { minimumCalls: 3, openMs: 200, maxOpenMs: 200, windowMs: 60_000 };

  it('spares a hanging dependency and its callers, and finds out by itself when it is well', async () => {
    const made = client({ timeoutMs: 1_000, retry: noRetry, breaker: { ...breaker, openMs: 2_000, maxOpenMs: 2_000 } });
    expect(await outcomes(made, 1)).toEqual(['ok']);
    dependency.proxy.hang();
    expect(await outcomes(made, 3)).toEqual(['timeout', 'timeout', 'timeout']);
    expect(made.client.breakerState).toBe('open');
    expect(await made.metric('http_client_breaker_state')).toBe(2);
    const { accepted } = dependency.proxy;
    expect(await outcomes(made, 50)).toEqual(Array.from({ length: 50 }, () => 'breaker_open'));
    expect(dependency.proxy.accepted).toBe(accepted);

    dependency.proxy.healthy();
    await eventually(async () => {
      expect(await outcomes(made, 1)).toEqual(['ok']);
    });
    expect(await made.metric('http_client_breaker_state')).toBe(0);
    expect(made.logs.filter((line) => String(line['message']).startsWith('Circuit breaker opened'))).toHaveLength(1);
  });

  it('tries with a single call, however many there are', async () => {
    const made = client({ retry: noRetry, breaker, maxConcurrent: 200 });
    dependency.answers(503);
    await outcomes(made, 3);
    expect(made.client.breakerState).toBe('open');

    dependency.proxy.hang();
    const trials: Promise<string[]>[] = [];
    await eventually(() => {
      trials.push(outcomes(made, 30));
      expect(made.client.breakerState).toBe('half_open');
    });
    expect(await outcomes(made, 50)).toEqual(Array.from({ length: 50 }, () => 'breaker_open'));

    dependency.proxy.healthy();
    const ended = (await Promise.all(trials)).flat();
    expect(ended.filter((outcome) => outcome !== 'breaker_open')).toEqual(['5xx']);
    expect(dependency.requests).toHaveLength(4);
  });

  it('ends retries and keeps the reason when it opens in between', async () => {
    dependency.answers(503);
    const made = client({
      retry: { maxAttempts: 10, budget: 1 },
      breaker: { ...breaker, openMs: 60_000, maxOpenMs: 60_000 },
    });
    expect(await outcomes(made, 1)).toEqual(['5xx']);
    expect(dependency.requests).toHaveLength(3);
  });
});
