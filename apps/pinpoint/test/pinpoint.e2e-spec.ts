import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, type RunningService, serviceUnderTest } from '@wellspring/testing';
import { pinpoint } from '../src/service.ts';

const token = 'a-token-that-is-long-enough-for-operators';
const reference = '0af7651916cd43dd8448eb211c80319c';
const soon = { timeoutMs: 20_000 };

/** Something that speaks HTTP, and says what it was asked. */
class Double {
  readonly bodies: unknown[] = [];
  private constructor(
    private readonly server: Server,
    private answer: (request: IncomingMessage) => string,
  ) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.serve(request, response));
  }

  static async start(answer: (request: IncomingMessage) => string = () => '{}'): Promise<Double> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Double(server, answer);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    if (!this.server.listening) return;
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
    if (body !== '') this.bodies.push(JSON.parse(body));
    response.setHeader('content-type', 'application/json').end(this.answer(request));
  }
}

let service: RunningService;
let billing: Double;
let gateway: Double;
let alertmanager: Double;
let webhook: Double;
let deadMan: Double;
let logFolder: string;

beforeAll(async () => {
  const audit = {
    items: [
      {
        id: 7,
        at: new Date().toISOString(),
        capability: 'invoices',
        actor: 'operator:olga',
        from: { stage: 'shadow', percent: 0 },
        to: { stage: 'canary', percent: 5 },
        reason: 'first customers',
      },
    ],
  };
  [billing, gateway, alertmanager, webhook, deadMan] = await Promise.all([
    Double.start(() => 'service_info{version="1",configuration="a"} 1\nprocess_start_time_seconds 5\n'),
    Double.start((request) =>
      request.url?.startsWith('/operations/v1/audit') === true
        ? JSON.stringify(audit)
        : 'service_info{version="1",configuration="a"} 1\n',
    ),
    Double.start(),
    Double.start(),
    Double.start(),
  ]);
  logFolder = mkdtempSync(join(tmpdir(), 'pinpoint-logs-'));
  const line = (at: string, serviceName: string, fields: object): string =>
    JSON.stringify({
      '@timestamp': at,
      'service.name': serviceName,
      'log.level': 'info',
      message: 'GET /invoices 200',
      ...fields,
    });
  writeFileSync(
    join(logFolder, 'billing.log'),
    [
      line('2026-11-29T10:00:00.200Z', 'billing', { 'trace.id': reference }),
      'not a line of ours',
      line('2026-11-29T10:00:00.300Z', 'billing', { 'trace.id': 'f'.repeat(32), 'user.id': 'C-1042' }),
    ].join('\n'),
  );
  writeFileSync(
    join(logFolder, 'gateway.log'),
    line('2026-11-29T10:00:00.100Z', 'gateway', {
      'trace.id': reference,
      'user.id': 'C-1042',
      'http.request.method': 'GET',
    }),
  );
  service = await serviceUnderTest(pinpoint)
    .withPostgres()
    .withEnv({
      SCRAPE_TARGETS: `billing=${billing.url} gateway=${gateway.url}`,
      GATEWAY_MANAGEMENT_URL: gateway.url,
      PORTAL_URL: gateway.url,
      PUBLIC_URL: 'https://portal.example',
      OPERATOR_JWKS_URL: `${gateway.url}/jwks`,
      OPERATIONS_TOKEN: token,
      ALERTMANAGER_URL: alertmanager.url,
      WEBHOOK_URLS: webhook.url,
      DEAD_MAN_URL: deadMan.url,
      LOG_FOLDER: logFolder,
    })
    .start();
}, 60_000);

afterAll(async () => {
  await service.stop();
  await Promise.all([billing, gateway, alertmanager, webhook, deadMan].map((double) => double.stop()));
  rmSync(logFolder, { recursive: true });
});

async function ask(
  path: string,
  body?: object,
  bearer = token,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${service.managementUrl}/operations/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${bearer}`,
      'x-operator-name': 'olga',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('pinpoint', () => {
  it('lets nobody but operators ask', async () => {
    expect((await ask('/now', undefined, 'somebody-elses-token-that-is-long-enough')).status).toBe(401);
  });

  it('sees the processes, and what was decided at the gateway', async () => {
    await eventually(async () => {
      expect((await ask('/now')).body).toMatchObject({
        processes: [
          { service: 'billing', state: 'answers', version: '1' },
          { service: 'gateway', state: 'answers' },
        ],
        changes: [{ kind: 'stage', subject: 'invoices', to: 'canary 5 %', by: 'operator:olga: first customers' }],
        incidents: [],
      });
    }, soon);
  });

  it('finds every line of a request in order of time, by the reference of its error page', async () => {
    const { body } = await ask(`/references/${reference.toUpperCase()}`);
    expect(body).toMatchObject({ reference, items: [{ service: 'gateway' }, { service: 'billing' }] });
    expect((await ask('/references/nonsense')).status).toBe(400);
  });

  it('says what a customer did, and records who looked', async () => {
    const { body } = await ask('/customers/C-1042');
    expect(body).toMatchObject({ customer: 'C-1042', requests: [{ service: 'gateway' }], incidents: [] });
    expect(body['looks']).toEqual([{ at: expect.any(String), operator: expect.stringContaining('olga') }]);
    // A page that is kept up to date is one look.
    expect((await ask('/customers/C-1042')).body['looks']).toHaveLength(1);
    expect((await ask('/customers/C-1043')).body).toMatchObject({ requests: [], looks: [{}] });
    expect((await ask('/customers/C-1042', undefined, 'somebody-elses-token-that-is-long-enough')).status).toBe(401);
  });

  it('says that it is alive', async () => {
    await eventually(() => {
      expect(deadMan.bodies).toContainEqual(expect.objectContaining({ alive: true }));
    }, soon);
  });

  it('opens an incident, keeps it, and tells everybody', async () => {
    await eventually(async () => {
      expect((await ask('/now')).body).toMatchObject({ processes: [{ state: 'answers' }, { state: 'answers' }] });
    }, soon);
    await billing.stop();
    await eventually(async () => {
      expect((await ask('/now')).body).toMatchObject({
        incidents: [{ state: 'open', diagnosis: { kind: 'process-away', subject: 'billing' } }],
      });
    }, soon);
    await eventually(() => {
      expect(alertmanager.bodies.at(-1)).toMatchObject([
        {
          labels: { alertname: 'WellspringIncident', severity: 'info' },
          annotations: { summary: 'billing: does not run', runbook_url: 'docs/runbooks/process-away.md' },
        },
      ]);
      expect(webhook.bodies).toContainEqual(expect.objectContaining({ what: 'opened' }));
    }, soon);
    await eventually(async () => {
      const rows: unknown = await service.dataSource.query('select state from incident');
      expect(rows).toEqual([{ state: 'open' }]);
    }, soon);
  }, 60_000);

  it('keeps a silence, with who and why, until it is ended', async () => {
    const { status, body } = await ask('/silences', { subject: 'portal', minutes: 5, reason: 'planned work' });
    expect(status).toBe(201);
    expect((await ask('/silences')).body).toMatchObject({ items: [{ subject: 'portal', reason: 'planned work' }] });
    expect((await ask(`/silences/${String(body['id'])}/end`, {})).status).toBe(200);
    expect((await ask('/silences')).body).toEqual({ items: [] });
    expect((await ask('/silences', { subject: '', minutes: 5, reason: '' })).status).toBe(400);
  });
});
