import { describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import { z } from 'zod';
import { accessLines, eventually, start } from './running-services.ts';
import { Backends, things, ThingsController } from './things.service.ts';

const givenTraceId = '0af7651916cd43dd8448eb211c80319c';
const givenTraceparent = `00-${givenTraceId}-b7ad6b7169203331-01`;

describe('the access log', () => {
  it('has one line per request, with duration, route template and trace', async () => {
    const { url, sink } = await start(things);
    await (
      await fetch(`${url}/things/42?limit=5&colour=red&token=hush`, { headers: { traceparent: givenTraceparent } })
    ).text();
    const lines = await eventually(
      () => accessLines(sink),
      ({ length }) => length > 0,
    );

    expect(lines).toEqual([
      expect.objectContaining({
        message: 'GET /things/42 200',
        'event.duration': expect.any(Number),
        'event.outcome': 'success',
        'http.response.status_code': 200,
        'url.path': '/things/42',
        'trace.id': givenTraceId,
        labels: { route: '/things/:id' },
      }),
    ]);
  });

  it('joins the lines of the request by its trace, also after a body was read', async () => {
    const { url, sink } = await start(things);
    const body = JSON.stringify({ name: 'lamp' });
    const headers = { 'content-type': 'application/json', traceparent: givenTraceparent };
    const response = await fetch(`${url}/things`, { method: 'POST', headers, body });

    expect(await response.json()).toEqual({ traceId: givenTraceId });
    expect(sink.records.find(({ message }) => message === 'Thing created')).toMatchObject({ 'trace.id': givenTraceId });
  });

  it('has no secret of a header, a query, a body or the configuration', async () => {
    const { url, sink } = await start(things, { LOG_LEVEL: 'debug' });
    const hush = 'hush-3f9a7c21';
    await fetch(`${url}/things?password=${hush}&limit=1`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${hush}`,
        cookie: `__Host-session=${hush}`,
        'x-api-key': hush,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ name: '4111111111111111', password: hush }),
    });
    await fetch(`${url}/reset/eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJDLTEwMDEifQ.c2ln`);
    await fetch(`${url}/broken`);
    await eventually(
      () => accessLines(sink),
      ({ length }) => length === 3,
    );
    const log = sink.lines.join('\n');

    for (const leak of [hush, '4111111111111111', 'eyJzdWIi', 'sk_live_0123456789abcdef'])
      expect(log).not.toContain(leak);
  });

  it('has nothing of what a customer sends, wherever it is put', async () => {
    const { url, sink } = await start(things, { LOG_LEVEL: 'debug' });
    const mark = 'Jané Doe';
    const [encoded, header] = [encodeURIComponent(mark), 'Jane-Doe'];
    const paths = [
      '/things',
      `/things/${encoded}`,
      '/broken',
      `/nowhere/${encoded}`,
      `/things;jsessionid=${header}/42`,
    ];
    for (const path of paths) {
      for (const method of ['GET', 'POST']) {
        const response = await fetch(`${url}${path}?limit=${encoded}&lang=${header}&${header}=1`, {
          method,
          headers: {
            ...Object.fromEntries(
              ['user-agent', 'referer', 'cookie', 'accept-language', 'x-name'].map((name) => [name, header]),
            ),
            'content-type': 'application/json',
          },
          ...(method === 'POST' && { body: JSON.stringify({ name: 'lamp', [header]: mark }) }),
        });
        await response.text();
      }
    }
    await eventually(
      () => accessLines(sink),
      ({ length }) => length === 2 * paths.length,
    );

    expect(sink.lines.filter((line) => /Jan|Doe/.test(line))).toEqual([]);
  });

  it('says when the client left', async () => {
    const { service, url, sink } = await start(things);
    const { held } = service.get(ThingsController);
    const controller = new AbortController();
    const request = fetch(`${url}/held`, { signal: controller.signal }).catch(() => 'left');
    await eventually(
      () => held.length,
      (length) => length === 1,
    );
    controller.abort();

    const [line] = await eventually(
      () => accessLines(sink),
      ({ length }) => length === 1,
    );
    expect(line).toMatchObject({ 'http.response.status_code': 499, labels: { aborted: 'true' } });
    held[0]?.();
    expect(await request).toBe('left');
  });
});

describe('metrics', () => {
  it('stay small under 20,000 bogus paths', async () => {
    const { url, managementUrl } = await start(things, { LOG_LEVEL: 'fatal' });
    await fetch(`${url}/things/7`);
    const bogus = async (from: number): Promise<void> => {
      for (let index = from; index < from + 2_000; index += 1) {
        const response = await request(`${url}/bogus/${index}/${index.toString(36)}`);
        await response.body.dump();
      }
    };
    await Promise.all(Array.from({ length: 10 }, (_, worker) => bogus(worker * 2_000)));
    const scrape = await (await fetch(`${managementUrl}/metrics`)).text();

    expect(scrape).toContain(
      'http_server_request_duration_seconds_count{method="GET",route="unmatched",status="404"} 20000',
    );
    expect(scrape).toContain(
      'http_server_request_duration_seconds_count{method="GET",route="/things/:id",status="200"} 1',
    );
    expect(scrape).not.toContain('bogus');
    expect(scrape.length).toBeLessThan(20_000);
  }, 60_000);

  it('tell how the process is doing', async () => {
    const { managementUrl } = await start(things);
    const response = await fetch(`${managementUrl}/metrics`);
    const scrape = await response.text();

    expect(response.headers.get('content-type')).toContain('text/plain');
    for (const name of [
      'nodejs_eventloop_lag_p99_seconds',
      'nodejs_eventloop_utilization_ratio',
      'nodejs_heap_size_used_bytes',
      'process_resident_memory_bytes',
      'process_cpu_seconds_total',
      'process_clock_seconds',
      'http_server_requests_in_flight',
      'log_lines_dropped_total',
    ]) {
      expect(scrape).toMatch(new RegExp(`^${name} \\d`, 'm'));
    }
  });

  it('tell which version runs with which configuration', async () => {
    const { managementUrl } = await start(things, { SERVICE_VERSION: '1.2.3' });
    const [scrape, info] = await Promise.all(
      ['metrics', 'info'].map(async (path) => (await fetch(`${managementUrl}/${path}`)).text()),
    );
    const { configuration } = JSON.parse(info ?? '') as { configuration: { hash: string } };

    expect(scrape).toContain(`service_info{version="1.2.3",configuration="${configuration.hash}"} 1`);
  });

  it('leave out how long an answer lasted that lasts as long as its client wants', async () => {
    const { service, url, managementUrl } = await start(things);
    const { held } = service.get(ThingsController);
    const request = fetch(`${url}/lasting`);
    await eventually(
      () => held.length,
      (length) => length === 1,
    );
    held[0]?.();
    await (await request).text();
    const scrape = await eventually(
      async () => (await fetch(`${managementUrl}/metrics`)).text(),
      (text) => text.includes('http_server_lasting_requests_total{route="/lasting"} 1'),
    );

    expect(scrape).not.toContain('route="/lasting",status');
  });
});

const readiness = z.looseObject({ details: z.looseObject({ database: z.record(z.string(), z.unknown()) }) });

function databaseOf(body: unknown): Record<string, unknown> {
  return readiness.parse(body).details.database;
}

describe('health', () => {
  const ready = async (managementUrl: string): Promise<{ status: number; body: Record<string, unknown> }> => {
    const response = await fetch(`${managementUrl}/health/ready`);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('is ready with every check well, and not reachable on the service port', async () => {
    const { url, managementUrl } = await start(things);

    await eventually(
      () => ready(managementUrl),
      ({ body }) => body['status'] === 'ok',
    );
    expect((await fetch(`${url}/health/ready`)).status).toBe(404);
    expect((await fetch(`${url}/metrics`)).status).toBe(404);
  });

  it('stays ready, as degraded, when a background system is down', async () => {
    const { service, managementUrl } = await start(things);
    service.get(Backends).engine = () => Promise.reject(new Error('connect ECONNREFUSED'));

    const { status, body } = await eventually(
      () => ready(managementUrl),
      (result) => result.body['status'] === 'degraded',
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ details: { engine: { status: 'degraded', error: 'Error: connect ECONNREFUSED' } } });
  });

  it('is unready, and alive, until what it cannot answer without was well once', async () => {
    const { service, managementUrl } = await start(things, {}, (starting) => {
      starting.get(Backends).database = () => Promise.reject(new Error('connect ECONNREFUSED'));
    });

    const { status, body } = await eventually(
      () => ready(managementUrl),
      (result) => databaseOf(result.body)['last'] === 'down',
    );
    expect(status).toBe(503);
    expect(body).toMatchObject({ status: 'error' });
    expect((await fetch(`${managementUrl}/health/live`)).status).toBe(200);

    service.get(Backends).database = () => Promise.resolve();
    await eventually(
      () => ready(managementUrl),
      (result) => result.status === 200,
    );
  });

  it.each([
    ['is down', () => Promise.reject(new Error('connect ECONNREFUSED'))],
    ['hangs', () => new Promise<void>(() => undefined)],
  ])('stays ready, as degraded, when what it cannot answer without %s later', async (_how, lost) => {
    const { service, managementUrl } = await start(things);
    await eventually(
      () => ready(managementUrl),
      ({ body }) => body['status'] === 'ok',
    );
    service.get(Backends).database = lost;

    const { status, body } = await eventually(
      () => ready(managementUrl),
      (result) => databaseOf(result.body)['last'] !== 'up',
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'degraded', details: { database: { status: 'degraded', kind: 'required' } } });
  });

  const statusOf = ({ details }: Record<string, unknown>, name: string): string | undefined =>
    (details as Record<string, { status: string } | undefined>)[name]?.status;

  it('is not held up by the slow one of two dependencies', async () => {
    const { service, managementUrl } = await start(things);
    service.get(Backends).engine = () => new Promise(() => undefined);

    const { body } = await eventually(
      () => ready(managementUrl),
      (answer) => answer.body['status'] === 'degraded' && statusOf(answer.body, 'database') === 'up',
    );
    expect(body).toMatchObject({ details: { database: { status: 'up' } } });
  });
});

describe('/info', () => {
  it('shows the configuration with its hash, without secrets', async () => {
    const { managementUrl } = await start(things, { GREETING: 'tere', SERVICE_VERSION: '1.2.3' });
    const info: unknown = await (await fetch(`${managementUrl}/info`)).json();

    expect(info).toMatchObject({
      service: { name: 'things', version: '1.2.3' },
      configuration: {
        hash: expect.stringMatching(/^[\da-f]{16}$/),
        values: { GREETING: 'tere', API_KEY: '[redacted]' },
      },
    });
  });
});
