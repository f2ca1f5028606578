import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { workspaceRoot } from '../../topology/topology.ts';
import { applyPlan, changing, planOf } from '../plan.ts';
import { administrator, type InfluxDbServer, startInfluxDb } from '../testing/influxdb-server.ts';
import { InfluxDbClient } from '../testing/influxdb-client.ts';
import { readDatabases } from './databases.ts';
import { thinnings } from './fields.ts';
import { thinningSelection } from './influxdb-1.ts';
import { influxDb } from './influxdb.ts';
import { declaredMetrics } from '../metrics/declared-metrics.ts';

let server: InfluxDbServer;
let client: InfluxDbClient;

beforeAll(async () => {
  server = await startInfluxDb();
  client = new InfluxDbClient(server);
});

afterAll(() => server.stop());

function system(token = `${administrator.name}:${administrator.password}`): ReturnType<typeof influxDb> {
  return influxDb(
    { url: server.url, version: 1, organization: 'wellspring' },
    { root: workspaceRoot, environment: 'dev', secrets: { INFLUXDB_TOKEN: token } },
  );
}

describe('what InfluxDB keeps', () => {
  it('is planned, made, and then as described', async () => {
    const plan = await planOf(system());
    expect(changing(plan).map(({ content, action }) => `${action} ${content.kind} ${content.name}`)).toEqual([
      'create database wellspring',
      'create database wellspring_year',
      'create continuous query wellspring_year',
    ]);
    await applyPlan(plan);
    expect(changing(await planOf(system()))).toEqual([]);
  });

  it('is seen when it was changed by hand, and put back', async () => {
    await client.ask('ALTER RETENTION POLICY "autogen" ON "wellspring" DURATION 1d');
    await client.ask('DROP CONTINUOUS QUERY "wellspring_year" ON "wellspring"');
    const plan = await planOf(system());
    expect(changing(plan).map(({ content, action, fields }) => [action, content.kind, fields[0]?.before])).toEqual([
      ['change', 'database', '24h0m0s'],
      ['create', 'continuous query', undefined],
    ]);
    await applyPlan(plan);
    expect(changing(await planOf(system()))).toEqual([]);
  });

  it('is thinned for the year under the same names', async () => {
    const minute = 60_000;
    const start = Math.floor((Date.now() - 12 * minute) / (5 * minute)) * 5 * minute;
    const seconds = Array.from({ length: 30 }, (_, index) => start / 1_000 + index * 10);
    await client.write(
      'wellspring',
      seconds.flatMap((second, index) => [
        `jobs_runs_total,service=billing,job=sync counter=${index} ${second}`,
        `jobs_queue_oldest_seconds,service=billing,job=sync gauge=${index % 2} ${second}`,
        `http_server_request_duration_seconds,service=billing,status=200 0.5=${index},count=${index * 2},sum=${index} ${second}`,
      ]),
    );
    const databases = readDatabases(workspaceRoot);
    const [thinned] = databases.flatMap(({ from, ...rest }) => (from === undefined ? [] : [{ ...rest, from }]));
    if (!thinned) throw new Error('Nothing is thinned');
    const fields = thinnings(declaredMetrics(workspaceRoot));
    await client.ask(thinningSelection(thinned, fields, `WHERE time >= ${start}ms AND time < ${start + 5 * minute}ms`));
    const year = async (query: string): Promise<unknown> => (await client.ask(query, 'wellspring_year'))[0]?.rows[0];
    expect(await year(`SELECT "counter" FROM "jobs_runs_total" WHERE "job" = 'sync'`)).toMatchObject({ counter: 29 });
    expect(await year('SELECT "gauge" FROM "jobs_queue_oldest_seconds"')).toMatchObject({ gauge: 0.5 });
    const histogram = await year('SELECT "0.5", "count" FROM "http_server_request_duration_seconds"');
    expect(histogram).toMatchObject({ '0.5': 29, count: 58 });
  });

  it('names the file and the words of the server when it refuses', async () => {
    await expect(planOf(system('nobody:wrong'))).rejects.toThrow(
      /databases\.yaml: database wellspring cannot be read by InfluxDB .*: 401 authorization failed/,
    );
  });

  it('names the variable that is missing', async () => {
    await expect(planOf(system(''))).rejects.toThrow('INFLUXDB_TOKEN is not set');
  });
});
