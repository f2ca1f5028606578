import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DependencyError, type FailureOutcome, type HttpClientOptions, RequestContext } from '@wellspring/platform';
import { z } from 'zod';
import { ClientUnderTest, Dependency, invoiceRequest } from './dependency.ts';

jest.setTimeout(60_000);

/** Long enough for a loaded machine not to reach it by itself. */
const ampleMs = 20_000;
const shortMs = 300;

let dependency: Dependency;
const clients: ClientUnderTest[] = [];

function client(options: Partial<HttpClientOptions> = {}): ClientUnderTest {
  const made = new ClientUnderTest({
    baseUrl: dependency.proxy.url,
    timeoutMs: ampleMs,
    retry: { maxAttempts: 1 },
    ...options,
  });
  clients.push(made);
  return made;
}

async function failureOf(call: Promise<unknown>): Promise<DependencyError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DependencyError)) throw new Error('it did not fail as a call to a dependency does');
  return error;
}

async function elapsedMs(work: Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work;
  return performance.now() - startedMs;
}

beforeEach(async () => {
  dependency = await Dependency.start();
});

afterEach(async () => {
  for (const made of clients.splice(0)) await made.client.close();
  await dependency.stop();
});

describe('a call that goes well', () => {
  it('gives status, headers and the body as the schema has it', async () => {
    dependency.answers(201, '{"number":"7","internal":"x"}', { 'x-next': '12', 'set-cookie': 'a=1' });
    const response = await client().client.request(invoiceRequest);
    expect(response.status).toBe(201);
    expect(response.headers).toMatchObject({ 'x-next': '12', 'set-cookie': 'a=1' });
    expect(response.body).toEqual({ number: '7' });
  });

  it('keeps the path of the base URL and sends query, headers and a JSON body', async () => {
    await client({ headers: { 'x-api-key': 'k' } }).client.request({
      ...invoiceRequest,
      method: 'POST',
      query: { limit: 5 },
      headers: { 'idempotency-key': 'i-1' },
      body: { amount: '49.90' },
    });
    expect(dependency.requests).toEqual([
      expect.objectContaining({
        method: 'POST',
        url: '/engine/invoices/1?limit=5',
        body: '{"amount":"49.90"}',
        headers: expect.objectContaining({
          'x-api-key': 'k',
          'idempotency-key': 'i-1',
          'content-type': 'application/json',
        }),
      }),
    ]);
  });

  it('passes the trace and the time that is left on', async () => {
    const { client: http } = client({ timeoutMs: 5_000 });
    await RequestContext.run({ traceId: 'a'.repeat(32), deadlineMs: 60_000 }, () => http.request(invoiceRequest));
    const headers = dependency.requests[0]?.headers;
    expect(headers?.['traceparent']).toMatch(new RegExp(`^00-${'a'.repeat(32)}-[0-9a-f]{16}-00$`));
    expect(Number(headers?.['x-request-timeout-ms'])).toBeLessThanOrEqual(5_000);
    expect(Number(headers?.['x-request-timeout-ms'])).toBeGreaterThan(0);
  });

  it('takes an empty body for undefined', async () => {
    dependency.answers(204);
    const response = await client().client.request({ ...invoiceRequest, schema: z.undefined() });
    expect(response).toMatchObject({ status: 204, body: undefined });
  });

  it('does not mind a connection that is slow to close', async () => {
    dependency.proxy.slowClose(60_000);
    dependency.answers(200, '{"number":"1"}', { connection: 'close', 'content-length': '14' });
    expect((await client().client.request(invoiceRequest)).body).toEqual({ number: '1' });
  });
});

describe('every way to fail is told apart', () => {
  const cases: [string, FailureOutcome, Partial<HttpClientOptions>, () => void | Promise<void>][] = [
    [
      'a peer that never answers',
      'timeout',
      { timeoutMs: shortMs },
      () => {
        dependency.proxy.hang();
      },
    ],
    [
      'a body that drips',
      'timeout',
      { timeoutMs: shortMs },
      () => {
        dependency.proxy.dripBody(1, 50);
        dependency.answers(200, ' '.repeat(2_000));
      },
    ],
    [
      'a crawling connection',
      'timeout',
      { timeoutMs: shortMs },
      () => {
        dependency.proxy.bandwidth(50);
      },
    ],
    [
      'a TLS handshake that hangs',
      'timeout',
      { connectTimeoutMs: 200 },
      () => {
        dependency.proxy.hang();
      },
    ],
    [
      'a connection reset',
      'reset',
      {},
      () => {
        dependency.proxy.reset();
      },
    ],
    [
      'bytes of no protocol',
      'bad_payload',
      {},
      () => {
        dependency.proxy.garbage();
      },
    ],
    ['a closed port', 'refused', {}, () => dependency.proxy.refuse()],
    [
      'an error of the dependency',
      '5xx',
      {},
      () => {
        dependency.answers(503, 'down');
      },
    ],
    [
      'a refusal',
      '4xx',
      {},
      () => {
        dependency.answers(404, '{"error":"NOT_FOUND"}');
      },
    ],
    [
      'a redirect',
      'bad_payload',
      {},
      () => {
        dependency.answers(302, '', { location: 'http://127.0.0.1:1/' });
      },
    ],
    [
      'a page instead of JSON',
      'bad_payload',
      {},
      () => {
        dependency.answers(200, '<html>maintenance</html>');
      },
    ],
    [
      'a body that breaks off',
      'reset',
      {},
      () => {
        dependency.answer = (_request, response) => {
          response.writeHead(200, { 'content-length': '100' });
          response.write('{"number"');
          setImmediate(() => response.destroy());
        };
      },
    ],
    [
      'too large a body',
      'bad_payload',
      { maxResponseBytes: 1_000 },
      () => {
        dependency.answers(200, JSON.stringify({ number: 'x'.repeat(5_000) }));
      },
    ],
    [
      'a body of another shape',
      'bad_payload',
      {},
      () => {
        dependency.answers(200, '{"number":5}');
      },
    ],
    [
      'a missing body',
      'bad_payload',
      {},
      () => {
        dependency.answers(200);
      },
    ],
  ];

  it.each(cases)('%s: %s', async (name, outcome, options, sicken) => {
    const overTls = name.includes('TLS') ? { baseUrl: dependency.proxy.url.replace('http:', 'https:') } : {};
    const made = client({ ...options, ...overTls });
    await sicken();
    const error = await failureOf(made.client.request(invoiceRequest));
    expect(error).toMatchObject({ outcome, dependency: 'billing-engine', operation: 'get-invoice', statusCode: 503 });

    const labels = { dependency: 'billing-engine', operation: 'get-invoice', outcome };
    expect(await made.metric('http_client_requests_total', labels)).toBe(1);
    expect(await made.metric('http_client_requests_in_flight')).toBe(0);
    expect(made.logs.map((line) => line['event.reason'])).toEqual([outcome]);
  });

  it('TLS to a port that speaks plain HTTP: tls', async () => {
    const made = client({ baseUrl: dependency.proxy.url.replace('http:', 'https:') });
    expect(await failureOf(made.client.request(invoiceRequest))).toMatchObject({ outcome: 'tls' });
  });

  it('a name that does not exist: dns', async () => {
    const made = client({ baseUrl: 'http://billing-engine.invalid' });
    expect(await failureOf(made.client.request(invoiceRequest))).toMatchObject({ outcome: 'dns' });
  });

  it('hands over status and body of a refusal', async () => {
    dependency.answers(409, '{"error":"ALREADY_PAID"}');
    const error = await failureOf(client().client.request(invoiceRequest));
    expect(error).toMatchObject({ status: 409, body: { error: 'ALREADY_PAID' } });
  });

  it('says where the payload does not fit, but not what is in it', async () => {
    dependency.answers(200, '{"number":{"secret":"4111"}}');
    const made = client();
    const error = await failureOf(made.client.request(invoiceRequest));
    expect(error.detail).toBe('number: invalid_type');
    expect(JSON.stringify(made.logs)).not.toContain('4111');
  });

  it('lets mistakes in the call itself through as they are', async () => {
    const made = client();
    await expect(made.client.request({ ...invoiceRequest, method: 'POST', body: 1n })).rejects.toThrow(TypeError);
    expect(await made.metric('http_client_requests_total')).toBe(0);
    expect(await made.metric('http_client_requests_in_flight')).toBe(0);
  });
});

describe('the deadline', () => {
  it('cuts a dripping body although every byte comes in time', async () => {
    dependency.answers(200, `{"number":"${'x'.repeat(10_000)}"}`);
    dependency.proxy.dripBody(1, 20);
    const call = failureOf(client({ timeoutMs: shortMs }).client.request(invoiceRequest));
    expect(await elapsedMs(call)).toBeLessThan(ampleMs);
    expect(await call).toMatchObject({ outcome: 'timeout' });
  });

  it('shrinks to what the caller has left', async () => {
    dependency.proxy.hang();
    const { client: http } = client();
    const call = RequestContext.run({ deadlineMs: shortMs }, () => failureOf(http.request(invoiceRequest)));
    expect(await elapsedMs(call)).toBeLessThan(ampleMs);
    expect(await call).toMatchObject({ outcome: 'timeout' });
  });

  it('covers the wait for a connection', async () => {
    dependency.proxy.hang();
    const baseUrl = dependency.proxy.url.replace('http:', 'https:');
    const { client: http } = client({ baseUrl, timeoutMs: shortMs, connectTimeoutMs: 60_000 });
    expect(await failureOf(http.request(invoiceRequest))).toMatchObject({ outcome: 'timeout' });
  });

  it.each([0, 30])(
    'does not call at all when the caller has %d ms left, and holds it against nobody',
    async (leftMs) => {
      const { client: http } = client({ breaker: { minimumCalls: 1 } });
      const error = await RequestContext.run({ deadlineMs: leftMs }, () => failureOf(http.request(invoiceRequest)));
      expect(error).toMatchObject({ outcome: 'no_time_left' });
      expect(dependency.requests).toEqual([]);
      expect(http.breakerState).toBe('closed');
    },
  );
});

describe('the log', () => {
  it('has one line per failure, without keys, bodies or query values', async () => {
    dependency.answers(500, '{"password":"hunter2"}');
    const made = client({ headers: { authorization: 'Bearer very-secret-key' } });
    await failureOf(
      made.client.request({ ...invoiceRequest, method: 'POST', query: { iban: 'EE38' }, body: { pin: '1234' } }),
    );
    expect(made.logs).toEqual([
      expect.objectContaining({
        'log.level': 'warn',
        'service.target.name': 'billing-engine',
        'event.action': 'get-invoice',
        'event.reason': '5xx',
        'http.response.status_code': 500,
      }),
    ]);
    expect(JSON.stringify(made.logs)).not.toMatch(/very-secret-key|hunter2|EE38|1234/);
  });
});
