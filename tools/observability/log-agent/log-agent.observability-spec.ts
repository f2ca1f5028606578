import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing/eventually';
import { logStore } from '../opensearch/log-store.ts';
import { OpenSearchServer } from '../opensearch/opensearch-server.ts';
import { applyPlan, planOf } from '../plan.ts';
import { patient } from '../testing/patient.ts';
import { AgentProcess } from './test/agent-process.ts';

const environment = 'test';
const stream = `logs-wellspring.billing-${environment}`;
const lines = 20_000;
const linesPerStep = 500;
/** As after 10 MiB, only sooner. */
const linesPerFile = 4_000;

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
  /** Of what has been started, in that order. */
  const ends: (() => unknown)[] = [];
  let server: OpenSearchServer;
  let folder: string;
  let state: string;
  let logs: ContainerLogs;
  let agent: AgentProcess;
  const isRoot = process.getuid?.() === 0;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'log-agent-'));
    ends.push(() => rmSync(folder, { recursive: true }));
    state = join(folder, 'state');
    mkdirSync(state);
    // A disk of its own, so that it can be full.
    if (isRoot) execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', state]);
    if (isRoot) ends.push(() => execFileSync('umount', [state]));
    logs = new ContainerLogs(join(folder, 'pods/wellspring_billing-7c9f-x2x_f3b0/billing'));
    server = await OpenSearchServer.start();
    ends.push(() => server.stop());
    await applyPlan(await planOf(logStore(server.url, environment)));
    agent = new AgentProcess({
      elasticsearchUrl: server.url,
      environment,
      logFolder: join(folder, 'pods'),
      stateFolder: state,
    });
    ends.push(() => agent.kill());
  });

  afterAll(async () => {
    for (const end of ends.toReversed()) await end();
  });

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
      2_000: () => agent.start(),
      4_000: async () => {
        await someArrived(1_000);
        await agent.kill();
      },
      5_000: () => agent.start(),
      7_000: () => server.kill(),
      9_000: () => server.startAgain(),
      10_000: () => {
        expect(() => fill(1_048_576)).toThrow(/ENOSPC/);
      },
      12_000: async () => {
        await someArrived(9_000);
        await agent.kill();
      },
      13_000: () => agent.start(),
      14_000: () => server.kill(),
      15_000: () => agent.kill(),
      16_000: () => agent.start(),
      17_000: () => server.startAgain(),
      18_000: () => {
        rmSync(join(state, 'filler'));
      },
      19_000: async () => {
        await agent.kill();
        agent.start();
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
  });

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

  it('takes little for that', async () => {
    await agent.kill();
    const before = await count('*');
    new ContainerLogs(join(folder, 'pods/wellspring_billing-7c9f-y3y_a1c2/billing')).write(lines);
    agent.start();
    const startedAtMs = performance.now();
    await someArrived(before + lines - 1);
    const seconds = (performance.now() - startedAtMs) / 1_000;
    const { processorSeconds, peakMiB } = agent.cost();

    console.info(
      `${lines} lines in ${seconds.toFixed(1)} s, ${Math.round(lines / seconds)} a second; the agent took ` +
        `${processorSeconds.toFixed(1)} s of a processor, ${Math.round(lines / processorSeconds)} lines for each, and ${peakMiB} MiB`,
    );
    expect(processorSeconds).toBeLessThan(20);
    // The chart's limit.
    expect(peakMiB).toBeLessThan(256);
  });
});
