import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing/eventually';
import { z } from 'zod';
import { workspaceRoot } from '../../topology/topology.ts';
import { ApiClient } from '../api-client.ts';
import { readGenerated } from '../grafana/generated.ts';
import { namesIn, panelQueries, type PanelQuery } from '../grafana/panel-queries.ts';
import { declaredMetrics } from '../metrics/declared-metrics.ts';
import { telegrafMeasurements } from '../metrics/telegraf-measurements.ts';
import type { ObservedSystem } from '../observed-system.ts';
import { applyPlan, changing, planOf } from '../plan.ts';
import { type InfluxDb2Server, startInfluxDb2 } from '../testing/influxdb-2-server.ts';
import { InfluxDbClient, type Series } from '../testing/influxdb-client.ts';
import { type InfluxDbServer, startInfluxDb } from '../testing/influxdb-server.ts';
import { patient } from '../testing/patient.ts';
import { toldLines } from '../testing/told-series.ts';
import { influxDb } from './influxdb.ts';

const minuteMs = 60_000;
const identified = z.object({ id: z.string() });

let server: InfluxDb2Server;
let client: InfluxDbClient;
let api: ApiClient;

beforeAll(async () => {
  server = await startInfluxDb2();
  client = new InfluxDbClient(server);
  api = new ApiClient({ url: server.url, headers: { authorization: server.authorization } });
});

afterAll(() => server.stop());

function system(): ObservedSystem {
  const { url, organization, token } = server;
  return influxDb(
    { url, version: 2, organization },
    { root: workspaceRoot, environment: 'dev', secrets: { INFLUXDB_TOKEN: token } },
  );
}

async function planned(): Promise<string[]> {
  return changing(await planOf(system())).map(({ content, action }) => `${action} ${content.kind} ${content.name}`);
}

async function found(kind: string, query: string, listed: string): Promise<string> {
  const answer = await api.call({ path: `api/v2/${kind}?${query}&org=${server.organization}` });
  const [first] = z.record(z.string(), z.unknown()).parse(answer)[listed] as unknown[];
  return identified.parse(first).id;
}

describe('what a real InfluxDB 2 keeps', () => {
  it('is planned, made, and then as described', async () => {
    expect(await planned()).toEqual([
      'create bucket wellspring',
      'create mapping wellspring',
      'create bucket wellspring_year',
      'create mapping wellspring_year',
      'create task wellspring_year',
    ]);
    await applyPlan(await planOf(system()));
    expect(await planned()).toEqual([]);
  });

  it('is seen when it was changed by hand, and put back', async () => {
    const bucket = await found('buckets', 'name=wellspring', 'buckets');
    const retentionRules = [{ type: 'expire', everySeconds: 86_400 }];
    await api.call({ method: 'PATCH', path: `api/v2/buckets/${bucket}`, body: { retentionRules } });
    // A bucket without a mapping is found under its own name; one that leads elsewhere is a fault.
    const mapping = await found('dbrps', 'db=wellspring_year', 'content');
    await api.call({ method: 'DELETE', path: `api/v2/dbrps/${mapping}?org=${server.organization}` });
    await api.call({
      method: 'POST',
      path: 'api/v2/dbrps',
      body: {
        bucketID: await found('buckets', 'name=first', 'buckets'),
        database: 'wellspring_year',
        retention_policy: 'autogen',
        default: true,
        org: server.organization,
      },
    });
    const task = await found('tasks', 'name=wellspring_year', 'tasks');
    await api.call({ method: 'PATCH', path: `api/v2/tasks/${task}`, body: { status: 'inactive' } });
    expect(await planned()).toEqual([
      'change bucket wellspring',
      'change mapping wellspring_year',
      'change task wellspring_year',
    ]);
    await applyPlan(await planOf(system()));
    expect(await planned()).toEqual([]);
  });

  it('is thinned for the year under the same names, at the same times as in InfluxDB 1', async () => {
    const start = Math.floor((Date.now() - 12 * minuteMs) / (5 * minuteMs)) * 5 * minuteMs;
    const seconds = Array.from({ length: 30 }, (_, index) => start / 1_000 + index * 10);
    await client.write(
      'wellspring',
      seconds.flatMap((second, index) => [
        `jobs_runs_total,service=billing,job=sync counter=${index} ${second}`,
        `jobs_queue_oldest_seconds,service=billing,job=sync gauge=${index % 2} ${second}`,
        `http_server_request_duration_seconds,service=billing,status=200 0.5=${index},count=${index * 2},sum=${index} ${second}`,
        `pod,pod_name=billing-1 restarts_total=${index}i ${second}`,
      ]),
    );
    await runTask();
    const year = async (query: string): Promise<unknown> => (await client.ask(query, 'wellspring_year'))[0]?.rows[0];
    expect(await year(`SELECT "counter" FROM "jobs_runs_total" WHERE "job" = 'sync'`)).toEqual({
      time: start,
      counter: 29,
    });
    expect(await year('SELECT "gauge" FROM "jobs_queue_oldest_seconds"')).toEqual({ time: start, gauge: 0.5 });
    const histogram = await year('SELECT "0.5", "count" FROM "http_server_request_duration_seconds"');
    expect(histogram).toEqual({ time: start, '0.5': 29, count: 58 });
    expect(await year('SELECT "restarts_total" FROM "pod"')).toEqual({ time: start, restarts_total: 29 });
  });

  it('is an error in the words of the server when it refuses', async () => {
    const secrets = { INFLUXDB_TOKEN: 'of nobody' };
    const { url, organization } = server;
    const stranger = influxDb({ url, version: 2, organization }, { root: workspaceRoot, environment: 'dev', secrets });
    await expect(planOf(stranger)).rejects.toThrow(/databases\.yaml: bucket wellspring .*unauthorized access/);
  });

  /** As it was last due. */
  async function runTask(): Promise<void> {
    const task = await found('tasks', 'name=wellspring_year', 'tasks');
    const scheduledFor = new Date(Math.floor(Date.now() / (5 * minuteMs)) * 5 * minuteMs).toISOString();
    const body = { scheduledFor };
    const run = identified.parse(await api.call({ method: 'POST', path: `api/v2/tasks/${task}/runs`, body }));
    await eventually(async () => {
      const { status } = z
        .object({ status: z.string() })
        .parse(await api.call({ path: `api/v2/tasks/${task}/runs/${run.id}` }));
      if (status !== 'success') throw new Error(`The run is ${status}`);
    }, patient);
  }
});

describe('every panel, with what all metrics would have told', () => {
  const metrics = declaredMetrics(workspaceRoot);
  const queries = readGenerated(workspaceRoot).dashboards.flatMap(panelQueries);
  const endSeconds = Math.floor(Date.now() / minuteMs) * 60;
  let older: InfluxDbServer;
  let olderClient: InfluxDbClient;

  beforeAll(async () => {
    older = await startInfluxDb();
    olderClient = new InfluxDbClient(older);
    const lines = [...toldLines(metrics, ['billing', 'gateway'], endSeconds), ...scrapedLines()];
    for (const [each, asked] of [
      [server, client],
      [older, olderClient],
    ] as const) {
      await each.makeDatabase('told');
      await asked.write('told', lines);
    }
  });

  afterAll(() => older.stop());

  /** What Telegraf measures itself, with every field that a panel asks for. */
  function scrapedLines(): string[] {
    return [...telegrafMeasurements].flatMap(([name, tags]) => {
      const fields = queries.flatMap(({ influxql }) => {
        const names = namesIn(influxql);
        return names.metrics.includes(name) ? names.fields : [];
      });
      const series = [name, ...tags.map((tag) => `${tag}=some`)].join(',');
      const values = (value: number): string => [...new Set(fields)].map((field) => `${field}=${value}`).join(',');
      return [`${series} ${values(1)} ${endSeconds - 60}`, `${series} ${values(5)} ${endSeconds - 40}`];
    });
  }

  it('is told by InfluxDB 2 what InfluxDB 1 tells it, and not nothing', async () => {
    const empty: string[] = [];
    for (const query of queries) {
      const answer = await answerOf(client, query);
      expect([query.title, answer]).toEqual([query.title, await answerOf(olderClient, query)]);
      if (query.panel !== undefined && answer.length === 0) empty.push(`${query.dashboard}: ${query.title}`);
    }
    expect(empty).toEqual([]);
  });

  /** As Grafana would ask, in an order that does not depend on the server. */
  async function answerOf(asked: InfluxDbClient, { influxql }: PanelQuery): Promise<Series[]> {
    const filled = influxql
      .replaceAll('$timeFilter', `time >= ${endSeconds - 900}s AND time <= ${endSeconds}s`)
      .replaceAll('$__interval', '10s')
      .replaceAll('$service', 'billing');
    const series = await asked.ask(filled, 'told');
    return series.toSorted((a, b) => JSON.stringify(a.tags).localeCompare(JSON.stringify(b.tags)));
  }
});
