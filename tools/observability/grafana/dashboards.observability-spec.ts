import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing/eventually';
import { deployed } from '../../deploy/chart-topology.ts';
import { runHelm } from '../../deploy/helm.ts';
import { build, readTopology, startStack, type Stack, workspaceRoot } from '../../stack/index.ts';
import { influxDb } from '../influxdb/influxdb.ts';
import { declaredMetrics } from '../metrics/declared-metrics.ts';
import { applyPlan, planOf } from '../plan.ts';
import { type Scraped, startCluster, watched } from '../testing/cluster.ts';
import type { Daemon } from '../testing/daemon.ts';
import { InfluxDbClient, type Series } from '../testing/influxdb-client.ts';
import { administrator, type InfluxDbServer, startInfluxDb } from '../testing/influxdb-server.ts';
import { startKubelet } from '../testing/kubelet.ts';
import { patient } from '../testing/patient.ts';
import { startTelegraf } from '../testing/telegraf-process.ts';
import { toldLines } from '../testing/told-series.ts';
import { playTraffic } from '../testing/traffic.ts';
import { readGenerated } from './generated.ts';
import { namesIn, panelQueries, type PanelQuery } from './panel-queries.ts';

/** More often than in an environment, so that the test is over sooner. */
const intervalSeconds = 2;
const trafficSeconds = 60;

/** What has been started, in that order. */
const running: { stop: () => Promise<void> }[] = [];

let folder: string;
let stack: Stack;
let database: InfluxDbServer;
let client: InfluxDbClient;
let scraper: Daemon;
let scraped: Scraped[];
let endMs: number;

beforeAll(async () => {
  await build();
  folder = mkdtempSync(join(tmpdir(), 'observed-stack-'));
  database = await startInfluxDb();
  running.push(database);
  client = new InfluxDbClient(database);
  const token = `${administrator.name}:${administrator.password}`;
  const surroundings = { root: workspaceRoot, environment: 'dev', secrets: { INFLUXDB_TOKEN: token } };
  await applyPlan(await planOf(influxDb({ url: database.url, version: 1, organization: '' }, surroundings)));
  // Pods are looked for where the cluster says they are, which is no loopback address.
  const everywhere = { HOST: '0.0.0.0' };
  stack = await startStack({
    dataDir: folder,
    ports: 'free',
    durable: false,
    overrides: Object.fromEntries(deployed(readTopology()).map(({ name }) => [name, everywhere])),
  });
  running.push(stack);
  scraped = [...servicesOf(stack), sinceYesterday(stack)];
  const cluster = await startCluster(scraped, await chartFor('https://127.0.0.1:1'));
  running.push(cluster);
  const kubelet = await startKubelet(watched, () => scraped.map(({ service }) => `${service}-pod`));
  running.push(kubelet);
  scraper = startTelegraf({
    chart: await chartFor(cluster.server),
    cluster,
    kubeletUrl: kubelet.url,
    influxDb: { username: administrator.name, password: administrator.password },
  });
  running.push(scraper);
  await everyServiceIsHeard();
  await playTraffic(stack, [
    ...['--customers', '12', '--rate', '6', '--seconds', String(trafficSeconds)],
    ...['--fault', 'old-side', '--fault-after', '20', '--fault-for', '20'],
  ]);
  endMs = Date.now();
});

afterAll(async () => {
  for (const each of running.toReversed()) await each.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('Telegraf', () => {
  it('hears every service, with its name and version', async () => {
    const series = await client.ask('SELECT last("gauge") FROM "process_uptime_seconds" GROUP BY "service", "version"');
    expect(series.map(({ tags }) => tags['service']).toSorted()).toEqual(
      scraped.map(({ service }) => service).toSorted(),
    );
    expect(new Set(series.map(({ tags }) => tags['version']))).toEqual(new Set(['v1']));
  });

  it('takes little, as does being scraped', async () => {
    const status = readFileSync(`/proc/${scraper.pid}/status`, 'utf8');
    const megabytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024;
    const ticks = readFileSync(`/proc/${scraper.pid}/stat`, 'utf8').split(' ').slice(13, 15).map(Number);
    // What it takes by itself: on a machine that is busy, most take longer.
    const scrape = 'SELECT min("response_time") AS "seconds", max("content_length") AS "bytes" FROM "pod"';
    const [series] = await client.ask(
      `SELECT max("seconds") AS "seconds", max("bytes") AS "bytes" FROM (${scrape} GROUP BY "pod_name")`,
    );
    const { seconds, bytes } = series?.rows[0] ?? {};
    console.log(
      `Telegraf: ${megabytes.toFixed(0)} MB, ${ticks.reduce((sum, each) => sum + each, 0) / 100} s of processor. ` +
        `A scrape: ${(1_000 * Number(seconds)).toFixed(0)} ms at the slowest service, ${String(bytes)} bytes at most`,
    );
    // The chart's limit.
    expect(megabytes).toBeLessThan(256);
    expect(Number(seconds)).toBeLessThan(1);
  });

  it('says when a service is not heard', async () => {
    const before = await failures();
    await stack.process('console').stop();
    const after = await eventually(async () => {
      const now = await failures();
      if (now <= before) throw new Error(`Still ${now} scrapes that failed`);
      return now;
    }, patient);
    expect(after).toBeGreaterThan(before);
  });

  async function failures(): Promise<number> {
    const [series] = await client.ask(
      `SELECT last("errors") AS "errors" FROM "internal_gather" WHERE "alias" = 'services'`,
    );
    return Number(series?.rows[0]?.['errors'] ?? 0);
  }
});

describe('every panel', () => {
  const queries = readGenerated(workspaceRoot).dashboards.flatMap(panelQueries);

  it('shows what the services measured under load, or what they would have', async () => {
    const shown: string[] = [];
    const quiet: PanelQuery[] = [];
    for (const query of queries) {
      if (query.panel === undefined) await answerTo(query);
      else if (await hasData(query)) shown.push(nameOf(query));
      else quiet.push(query);
    }
    // Some things did not happen, and some should not: no retry, no message given up. Had they, would it be seen?
    await tellOf(new Set(quiet.flatMap(({ influxql }) => namesIn(influxql).metrics)));
    const empty: string[] = [];
    for (const query of quiet) if (!(await hasData(query))) empty.push(nameOf(query));
    const panels = new Set(queries.filter(({ panel }) => panel !== undefined).map(nameOf));
    console.log(
      `${panels.size} panels; ${new Set(shown).size} show what happened, the others what did not:\n` +
        quiet
          .map(({ dashboard, title, influxql }) => `${dashboard}: ${title} (${namesIn(influxql).metrics.join()})`)
          .join('\n'),
    );
    expect(empty).toEqual([]);
    expect(new Set(shown).size).toBeGreaterThan(0.7 * panels.size);
  });

  it('of a service made yesterday shows what it shows of the others', async () => {
    const common = queries.filter(({ influxql }) => influxql.includes('$service'));
    for (const query of common) {
      expect([nameOf(query), rowsOf(await answerTo(query, 'loyalty')) > 0]).toEqual([
        nameOf(query),
        rowsOf(await answerTo(query, 'billing')) > 0,
      ]);
    }
  });
});

function servicesOf({ apps, url }: Stack): Scraped[] {
  return deployed(apps).map(({ name }) => ({
    service: name,
    version: 'v1',
    port: Number(new URL(url(name, 'management')).port),
  }));
}

/** One that no dashboard can know: it is billing, under a name that is nowhere. */
function sinceYesterday({ url }: Stack): Scraped {
  return { service: 'loyalty', version: 'v1', port: Number(new URL(url('billing', 'management')).port) };
}

/** @param certificateOf whose certificate is watched */
function chartFor(certificateOf: string): Promise<string> {
  return runHelm([
    ...['template', 'telegraf', join(workspaceRoot, 'deploy/charts/telegraf'), '--namespace', 'monitoring'],
    ...['--values', join(workspaceRoot, 'deploy/environments/dev/telegraf.yaml')],
    ...['--set', `image.digest=sha256:${'1'.repeat(64)}`],
    ...['--set', `intervalSeconds=${intervalSeconds}`],
    ...['--set', `influxdb.url=${database.url}`],
    ...['--set', `certificates[0].url=${certificateOf}`],
  ]);
}

async function everyServiceIsHeard(): Promise<void> {
  await eventually(async () => {
    const heard = await client.ask('SHOW TAG VALUES FROM "process_uptime_seconds" WITH KEY = "service"');
    if ((heard[0]?.rows.length ?? 0) < scraped.length)
      throw new Error(`Not all are heard:\n${scraper.output().slice(-2_000)}`);
  }, patient);
}

async function hasData(query: PanelQuery): Promise<boolean> {
  const services = query.influxql.includes('$service') ? scraped.map(({ service }) => service) : [''];
  for (const service of services) if (rowsOf(await answerTo(query, service)) > 0) return true;
  return false;
}

/** As Grafana would ask for the last quarter of an hour. */
function answerTo({ influxql }: PanelQuery, service = ''): Promise<Series[]> {
  const filled = influxql
    .replaceAll('$timeFilter', `time >= ${endMs - 900_000}ms AND time <= ${Math.max(endMs, Date.now())}ms`)
    .replaceAll('$__interval', '10s')
    .replaceAll('$service', service);
  return client.ask(filled);
}

/** Rows that have a value. */
function rowsOf(series: Series[]): number {
  return series
    .flatMap(({ rows }) => rows)
    .filter((row) => Object.entries(row).some(([column, value]) => column !== 'time' && value !== null)).length;
}

/** What they would have said. */
async function tellOf(names: Set<string>): Promise<void> {
  const metrics = declaredMetrics(workspaceRoot).filter(({ name }) => names.has(name));
  expect(metrics.map(({ name }) => name).toSorted()).toEqual([...names].toSorted());
  const lines = toldLines(metrics, ['billing', 'loyalty'], Math.floor(endMs / 1_000));
  if (lines.length > 0) await client.write('wellspring', lines);
}

function nameOf({ dashboard, title, panel }: PanelQuery): string {
  return `${dashboard}: ${title} (${panel ?? 'annotation'})`;
}
