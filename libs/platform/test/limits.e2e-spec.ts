import { describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { eventually, start } from './running-services.ts';
import { things, ThingsController } from './things.service.ts';

interface Problem {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function post(url: string, body: string): Promise<Problem> {
  const response = await fetch(`${url}/things`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Sends bytes and gives everything that comes back until the other side closes. */
function exchange(url: string, ...chunks: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
      for (const chunk of chunks) socket.write(chunk);
    });
    socket.on('data', (bytes) => (received += bytes.toString()));
    socket.on('close', () => {
      resolve(received);
    });
    socket.on('error', reject);
  });
}

describe('limits', () => {
  it('answers 413 to a body that is too large', async () => {
    const { url } = await start(things, { BODY_LIMIT_BYTES: '1000' });

    expect(await post(url, JSON.stringify({ name: 'x'.repeat(1_000) }))).toMatchObject({
      status: 413,
      body: { code: 'REQUEST.BODY_TOO_LARGE', traceId: expect.any(String) },
    });
  });

  it('answers 400 to JSON that is nested too deeply, broken, or reaches for prototypes', async () => {
    const { url } = await start(things);

    expect(await post(url, '['.repeat(40) + ']'.repeat(40))).toMatchObject({
      status: 400,
      body: { code: 'REQUEST.JSON_TOO_DEEP' },
    });
    expect(await post(url, '{"name":')).toMatchObject({ status: 400, body: { code: 'REQUEST.MALFORMED' } });
    expect(await post(url, '{"__proto__":{"admin":true}}')).toMatchObject({ status: 400 });
  });

  it('answers 431 to headers that are too large', async () => {
    const { url } = await start(things, { HEADER_LIMIT_BYTES: '4096' });
    const answer = await exchange(url, `GET /things/1 HTTP/1.1\r\nhost: x\r\nx-large: ${'x'.repeat(8_000)}\r\n\r\n`);

    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain('REQUEST.HEADERS_TOO_LARGE');
  });

  it('answers 400 to what is no HTTP, and to an address that cannot be decoded', async () => {
    const { url } = await start(things);

    expect(await exchange(url, 'hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect((await fetch(`${url}/%ff`)).status).toBe(400);
  });

  it('answers 408 to a request that does not arrive in time, headers or body', async () => {
    const { url } = await start(things, { REQUEST_TIMEOUT_MS: '100' });
    const head = 'POST /things HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';
    const slow = await Promise.all([
      exchange(url, head),
      exchange(url, `${head}content-length: 100\r\n\r\n`, '{"name":'),
    ]);

    for (const answer of slow) {
      expect(answer).toMatch(/^HTTP\/1\.1 408 /);
      expect(answer).toContain('REQUEST.TOO_SLOW');
    }
  });

  it('answers 503 when the handler is the slow part, tells it so, and survives its late answer', async () => {
    const { service, url } = await start(things, { REQUEST_TIMEOUT_MS: '100' });
    const response = await fetch(`${url}/held`);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ code: 'SERVICE.UNAVAILABLE' });
    service.get(ThingsController).held[0]?.();

    expect((await fetch(`${url}/things/1`)).status).toBe(200);
  });

  it("gives up when the caller's own deadline is over", async () => {
    const { url } = await start(things);
    const response = await fetch(`${url}/held`, { headers: { 'x-request-timeout-ms': '50' } });

    expect(response.status).toBe(503);
  });

  it('does not believe the deadline of strangers at the edge', async () => {
    const { service, url } = await start({ ...things, edge: true });
    const { held } = service.get(ThingsController);
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const answer = fetch(`${url}/held`, { headers: { 'x-request-timeout-ms': '1', traceparent } });
    await eventually(
      () => held.length,
      (length) => length === 1,
    );
    held[0]?.();

    expect(await (await answer).json()).toEqual({ aborted: false });
  });

  it('answers 503 with Retry-After beyond the concurrency it was given, and goes on below it', async () => {
    const { service, url } = await start(things, { MAX_CONCURRENT_REQUESTS: '2' });
    const { held } = service.get(ThingsController);
    const waiting = [fetch(`${url}/held`), fetch(`${url}/held`)];
    await eventually(
      () => held.length,
      (length) => length === 2,
    );

    const refused = await fetch(`${url}/things/1`);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');

    for (const release of held) release();
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await fetch(`${url}/things/1`)).status).toBe(200);
  });
});

describe('a process without time', () => {
  it('answers some with 503 and Retry-After at once, its health checks as ever, and all once it has time', async () => {
    const { service, url, managementUrl } = await start(things, { OVERLOAD_DELAY_MS: '200' });
    const { held } = service.get(ThingsController);
    const waiting = Array.from({ length: 25 }, () => fetch(`${url}/held`));
    await eventually(
      () => held.length,
      (length) => length === 25,
    );
    const busy = new BusyLoop();

    const refused = await eventually(
      async () => {
        const response = await fetch(`${url}/things/1`);
        const health = await fetch(`${managementUrl}/health/live`);
        return { status: response.status, retryAfter: response.headers.get('retry-after'), health: health.status };
      },
      ({ status }) => status === 503,
    );
    expect(refused).toEqual({ status: 503, retryAfter: '1', health: 200 });

    busy.stop();
    for (const release of held) release();
    expect(new Set((await Promise.all(waiting)).map(({ status }) => status))).toEqual(new Set([200]));
    expect((await fetch(`${url}/things/1`)).status).toBe(200);
  });
});

/** Leaves the event loop a moment twice a second and a half. */
class BusyLoop {
  private next = setImmediate(() => {
    this.work();
  });

  stop(): void {
    clearImmediate(this.next);
  }

  private work(): void {
    const until = performance.now() + 400;
    while (performance.now() < until);
    this.next = setImmediate(() => {
      this.work();
    });
  }
}

describe('errors', () => {
  it('are TMF errors on TMF paths and problems elsewhere, with the trace id', async () => {
    const { url } = await start(things);
    const tmf = await fetch(`${url}/tmf-api/things/v4/paid`);
    const other = await fetch(`${url}/nowhere`);

    expect(tmf.status).toBe(409);
    expect(await tmf.json()).toMatchObject({ code: 'BILL.ALREADY_PAID', status: '409', traceId: expect.any(String) });
    expect(other.headers.get('content-type')).toContain('application/problem+json');
    expect(await other.json()).toMatchObject({ status: 404, traceId: expect.any(String) });
  });

  it('name the field and the rule of invalid input', async () => {
    const { url } = await start(things);

    expect(await post(url, '{"name":"x"}')).toMatchObject({
      status: 400,
      body: { code: 'REQUEST.INVALID', errors: [{ field: 'name', rule: 'too_small' }] },
    });
  });

  it('tell the log what happened and the client nothing, when nobody has a name for it', async () => {
    const { url, sink } = await start(things);
    const response = await fetch(`${url}/broken`);
    const text = await response.text();

    expect(response.status).toBe(500);
    expect(text).not.toContain('relation');
    const { traceId } = JSON.parse(text) as { traceId: string };
    const line = sink.records.find((record) => record['log.level'] === 'error');
    expect(line).toMatchObject({ 'trace.id': traceId, 'error.message': expect.stringContaining('relation "thing"') });
    expect(line?.['error.stack_trace']).toContain('things.service.ts');
  });
});
