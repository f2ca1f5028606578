import { globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing/eventually';
import { build, startStack, type Stack } from '../../stack/index.ts';
import { logStore } from '../opensearch/log-store.ts';
import { OpenSearchServer } from '../opensearch/opensearch-server.ts';
import { applyPlan, planOf } from '../plan.ts';
import { patient } from '../testing/patient.ts';
import { playTraffic } from '../testing/traffic.ts';
import { AgentProcess } from './test/agent-process.ts';
import { ContainerRuntime } from './test/container-runtime.ts';

const environment = 'test';
const streams = `logs-wellspring.*-${environment}`;

/** What has been started, in that order. */
const running: { stop: () => Promise<void> }[] = [];
let folder: string;
let stack: Stack;
let store: OpenSearchServer;
let services: string[];
let traffic = Promise.resolve();

beforeAll(async () => {
  await build();
  folder = mkdtempSync(join(tmpdir(), 'whole-stack-'));
  const [logFolder, stateFolder] = [join(folder, 'pods'), join(folder, 'state')];
  for (const each of [logFolder, stateFolder]) mkdirSync(each);
  store = await OpenSearchServer.start();
  running.push(store);
  await applyPlan(await planOf(logStore(store.url, environment)));
  stack = await startStack({ dataDir: folder, ports: 'free', durable: false });
  running.push(stack);
  services = stack.apps.filter(({ kind }) => kind === 'service').map(({ name }) => name);
  const runtime = new ContainerRuntime(logFolder);
  running.push(runtime);
  for (const file of globSync(`logs/{${services.join(',')}}.log`, { cwd: folder })) {
    runtime.keep({ container: basename(file, '.log'), file: join(folder, file) });
  }
  const agent = new AgentProcess({ elasticsearchUrl: store.url, environment, logFolder, stateFolder });
  running.push({ stop: () => agent.kill() });
  agent.start();
  traffic = playTraffic(stack, ['--customers', '8', '--rate', '6', '--seconds', '45']);
});

afterAll(async () => {
  await traffic.catch(() => undefined);
  for (const each of running.toReversed()) await each.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('what the services of the whole stack print, under load', () => {
  it('is found by the reference of an error page within five seconds of the request', async () => {
    await eventually(async () => {
      expect(await count('service.name:gateway AND user.id:*')).toBeGreaterThan(10);
    }, patient);
    await stack.process('legacy-portal').kill();
    // A machine that is busy adds to each of them. What the way itself takes is what it takes for the quickest.
    const took = await eventually(async () => {
      const each = await timesOfError();
      expect(each.foundMs).toBeLessThan(5_000);
      return each;
    }, patient);
    console.info(
      `found ${took.foundMs} ms after the request that failed was sent; ` +
        `printed after ${took.printedMs} ms, in the store after ${took.arrivedMs} ms`,
    );
  });

  it('is there of every service, and all of it was taken as it is', async () => {
    await traffic.catch(() => undefined);
    await eventually(async () => {
      const counts = await Promise.all(services.map((name) => count(`service.name:${name}`)));
      expect(services.filter((_, index) => counts[index] === 0)).toEqual([]);
    }, patient);
    expect(await count('event.kind:pipeline_error')).toBe(0);
  });
});

interface Times {
  printedMs: number;
  arrivedMs: number;
  foundMs: number;
}

/** Has somebody get an error page. @returns how long after their request it came to what */
async function timesOfError(): Promise<Times> {
  const startedAtMs = Date.now();
  const page = await fetch(`${stack.url('gateway')}/support`, { headers: { accept: 'text/html' } });
  const [, reference = ''] = /<code>([0-9a-f]{32})<\/code>/.exec(await page.text()) ?? [];
  expect([page.status, reference]).toEqual([502, expect.stringMatching(/./)]);
  const found = await eventually(async () => {
    const { hits } = await search(`trace.id:${reference}`);
    if (hits.length === 0) throw new Error('not found');
    return hits;
  }, patient);
  const foundMs = Date.now() - startedAtMs;
  const first = (times: string[]): number => Math.min(...times.map((time) => Date.parse(time) - startedAtMs));
  return {
    printedMs: first(found.map(({ _source: { '@timestamp': time } }) => time)),
    arrivedMs: first(found.map(({ _source: { event } }) => event.ingested)),
    foundMs,
  };
}

interface Found {
  total: { value: number };
  hits: { _source: { '@timestamp': string; event: { ingested: string } } }[];
}

/** As Kibana would find them: what the index lets be seen by now. */
async function search(query: string): Promise<Found> {
  const body = { query: { query_string: { query } }, track_total_hits: true };
  const { hits } = (await store.ask('POST', `/${streams}/_search?ignore_unavailable=true`, body)) as { hits: Found };
  return hits;
}

async function count(query: string): Promise<number> {
  return (await search(query)).total.value;
}
