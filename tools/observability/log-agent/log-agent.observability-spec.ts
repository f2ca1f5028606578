import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing/eventually';
import { endsWithUs } from '@wellspring/testing/processes';
import { logStore } from '../opensearch/log-store.ts';
import { OpenSearchServer } from '../opensearch/opensearch-server.ts';
import { applyPlan, planOf } from '../plan.ts';

const environment = 'test';
const stream = `logs-wellspring.billing-${environment}`;
const lines = 20_000;
const linesPerStep = 500;
const asInTheChart = ['--max-old-space-size=96', '--max-semi-space-size=4'];
/** As after 10 MiB, only sooner. */
const linesPerFile = 4_000;
const patient = { timeoutMs: 240_000, intervalMs: 200 };

/** A container's log as the kubelet and the runtime keep it: rotated when it is full, the one before compressed then. */
class ContainerLogs {
  written = 0;
  private readonly current: string;
  private rotated: string | undefined;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.current = join(folder, '0.log');
  }

  write(count: number): void {
    let text = '';
    for (let end = this.written + count; this.written < end; this.written += 1) text += line({ n: this.written });
    appendFileSync(this.current, text);
    if (this.written % linesPerFile === 0) this.rotate();
  }

  say(record: Record<string, unknown>): void {
    appendFileSync(this.current, line(record));
  }

  private rotate(): void {
    if (this.rotated !== undefined) {
      writeFileSync(`${this.rotated}.gz`, gzipSync(readFileSync(this.rotated)));
      rmSync(this.rotated);
    }
    const time = new Date(Date.UTC(2026, 10, 29) + this.written * 1_000).toISOString().replaceAll(/[-:]/g, '');
    this.rotated = `${this.current}.${time.slice(0, 15).replace('T', '-')}`;
    renameSync(this.current, this.rotated);
  }
}

/** Every third line in two pieces, as of a runtime with a small buffer. */
function line({ n, ...more }: Record<string, unknown>): string {
  const now = new Date().toISOString();
  const time = now.replace('Z', `${randomBytes(3).readUIntBE(0, 3).toString().padStart(8, '0').slice(0, 6)}Z`);
  const record = {
    '@timestamp': now,
    'service.name': 'billing',
    message: 'Bills synchronised',
    labels: { n },
    ...more,
  };
  const text = JSON.stringify(record);
  if (Number(n) % 3 !== 0) return `${time} stdout F ${text}\n`;
  return `${time} stdout P ${text.slice(0, 40)}\n${time} stdout F ${text.slice(40)}\n`;
}

describe('the log agent, with a real OpenSearch', () => {
  let server: OpenSearchServer;
  let folder: string;
  let state: string;
  let logs: ContainerLogs;
  let agent: ChildProcess | undefined;
  const isRoot = process.getuid?.() === 0;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'log-agent-'));
    state = join(folder, 'state');
    mkdirSync(state);
    // A disk of its own, so that it can be full.
    if (isRoot) execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', state]);
    logs = new ContainerLogs(join(folder, 'pods/wellspring_billing-7c9f-x2x_f3b0/billing'));
    server = await OpenSearchServer.start();
    await applyPlan(await planOf(logStore(server.url, environment)));
  }, 300_000);

  afterAll(async () => {
    await killAgent();
    await server.stop();
    if (isRoot) execFileSync('umount', [state]);
    rmSync(folder, { recursive: true });
  });

  function startAgent(): void {
    const main = join(import.meta.dirname, 'main.ts');
    const env = {
      ELASTICSEARCH_URL: server.url,
      ELASTICSEARCH_USERNAME: 'agent',
      ELASTICSEARCH_PASSWORD: 'any',
      ENVIRONMENT: environment,
      NODE_NAME: 'node-1',
      NAMESPACES: 'wellspring',
      LOG_FOLDER: join(folder, 'pods'),
      STATE_FOLDER: state,
      SERVICE_ACCOUNT_FOLDER: folder,
    };
    agent = endsWithUs(spawn(process.execPath, [...asInTheChart, main], { env, stdio: ['ignore', 'pipe', 'inherit'] }));
    agent.stdout?.resume();
  }

  async function killAgent(): Promise<void> {
    const child = agent;
    if (child === undefined) return;
    agent = undefined;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  async function count(query: string): Promise<number> {
    const found = (await server.ask('POST', `/${stream}/_count`, { query: { query_string: { query } } })) as {
      count: number;
    };
    return found.count;
  }

  async function someArrived(than: number): Promise<void> {
    await eventually(async () => {
      await server.ask('POST', `/${stream}/_refresh`);
      expect(await count('*')).toBeGreaterThan(than);
    }, patient);
  }

  function fill(bytes: number): void {
    writeFileSync(join(state, 'filler'), Buffer.alloc(bytes));
  }

  it('needs root, to have a disk that can be full', () => {
    expect(isRoot).toBe(true);
  });

  it(`brings ${lines} lines, each once, through kills of both, rotation and a full disk`, async () => {
    const events: Record<number, () => Promise<void> | void> = {
      2_000: startAgent,
      4_000: async () => {
        await someArrived(1_000);
        await killAgent();
      },
      5_000: startAgent,
      7_000: () => server.kill(),
      9_000: () => server.startAgain(),
      10_000: () => {
        expect(() => fill(1_048_576)).toThrow(/ENOSPC/);
      },
      12_000: async () => {
        await someArrived(9_000);
        await killAgent();
      },
      13_000: startAgent,
      14_000: () => server.kill(),
      15_000: killAgent,
      16_000: startAgent,
      17_000: () => server.startAgain(),
      18_000: () => {
        rmSync(join(state, 'filler'));
      },
      19_000: async () => {
        await killAgent();
        startAgent();
      },
    };
    while (logs.written < lines) {
      logs.write(linesPerStep);
      await events[logs.written]?.();
    }
    await someArrived(lines - 1);
    const { aggregations } = (await server.ask('POST', `/${stream}/_search`, {
      size: 0,
      track_total_hits: true,
      aggs: { messages: { terms: { field: 'event.kind', missing: 'none' } } },
    })) as { aggregations: { messages: { buckets: { key: string; doc_count: number }[] } } };

    expect(aggregations.messages.buckets).toEqual([{ key: 'none', doc_count: lines }]);
    expect(await numbers()).toEqual(new Set(Array.from({ length: lines }, (_, n) => n)));
  }, 900_000);

  /** All numbers that are there, page by page. */
  async function numbers(): Promise<Set<number>> {
    const found = new Set<number>();
    for (let after: unknown[] | undefined; ;) {
      const { hits } = (await server.ask('POST', `/${stream}/_search`, {
        size: 5_000,
        _source: ['labels.n'],
        sort: [{ '@timestamp': 'asc' }, { _id: 'asc' }],
        ...(after && { search_after: after }),
      })) as { hits: { hits: { _source: { labels: { n: number } }; sort: unknown[] }[] } };
      for (const { _source: source } of hits.hits) found.add(source.labels.n);
      after = hits.hits.at(-1)?.sort;
      if (after === undefined) return found;
    }
  }

  it('has a line where it is found by its trace within five seconds', async () => {
    const traceId = randomBytes(16).toString('hex');
    const startedAtMs = performance.now();
    logs.say({ 'trace.id': traceId });
    await eventually(async () => {
      expect(await count(`trace.id:${traceId}`)).toBe(1);
    }, patient);
    const tookMs = performance.now() - startedAtMs;

    console.info(`found after ${Math.round(tookMs)} ms; the agent holds ${residentMiB(agent?.pid)} MiB`);
    expect(tookMs).toBeLessThan(5_000);
  }, 60_000);
});

function residentMiB(pid: number | undefined): number {
  if (pid === undefined || !statSync(`/proc/${pid}/status`, { throwIfNoEntry: false })) return 0;
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1_024);
}
