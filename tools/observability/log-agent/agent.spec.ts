import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing/eventually';
import { Agent } from './agent.ts';
import { Elasticsearch } from './elasticsearch.ts';
import { ImageDigests } from './image-digests.ts';
import { Positions } from './positions.ts';
import { Report } from './report.ts';
import { FakeCluster } from './test/fake-cluster.ts';

const pod = 'wellspring_billing-7c9f-x2x_f3b0';

describe('the log agent', () => {
  let cluster: FakeCluster;
  let folder: string;
  let logs: string;
  let current: string;
  let reported: string[];
  let running: { agent: Agent; end: Promise<void> } | undefined;
  let written = 0;

  beforeEach(async () => {
    cluster = await FakeCluster.start();
    folder = mkdtempSync(join(tmpdir(), 'log-agent-'));
    logs = join(folder, 'pods', pod, 'billing');
    current = join(logs, '0.log');
    reported = [];
    written = 0;
    mkdirSync(logs, { recursive: true });
    mkdirSync(join(folder, 'state'));
    writeFileSync(join(folder, 'token'), 'of the agent');
  });

  afterEach(async () => {
    await stop();
    await cluster.stop();
    rmSync(folder, { recursive: true });
  });

  function start(): void {
    const agent = new Agent(
      {
        elasticsearch: new Elasticsearch({ url: cluster.url, username: 'agent', password: 'secret' }),
        images: new ImageDigests({ url: cluster.url, serviceAccountFolder: folder }),
        positions: new Positions(join(folder, 'state')),
        report: new Report((line) => reported.push(line)),
      },
      { logFolder: join(folder, 'pods'), namespaces: ['wellspring'], environment: 'test', nodeName: 'node-1' },
    );
    running = { agent, end: agent.run() };
  }

  async function stop(): Promise<void> {
    running?.agent.stop();
    await running?.end;
    running = undefined;
  }

  function text(lines: number): string {
    return Array.from({ length: lines }, () => {
      const number = written++;
      const time = `2026-11-29T02:17:09.${String(number).padStart(9, '0')}Z`;
      return `${time} stdout F ${JSON.stringify({ '@timestamp': time, message: `line ${number}` })}\n`;
    }).join('');
  }

  function arrived(): string[] {
    return cluster.documents('logs-wellspring.billing-test').map(({ message }) => String(message));
  }

  async function allArrived(): Promise<void> {
    const all = Array.from({ length: written }, (_, number) => `line ${number}`);
    await eventually(() => {
      expect(arrived()).toEqual(all);
    });
  }

  it('sends what is there and what is added, with the image that the API server names', async () => {
    writeFileSync(current, text(3));
    start();
    await allArrived();
    appendFileSync(current, text(2));
    await allArrived();

    expect(cluster.documents('logs-wellspring.billing-test')[0]).toMatchObject({
      'orchestrator.resource.name': 'billing-7c9f-x2x',
      'container.image.hash.all': cluster.digest,
    });
  });

  it('leaves other namespaces alone', async () => {
    mkdirSync(join(folder, 'pods/kube-system_dns_1/dns'), { recursive: true });
    writeFileSync(join(folder, 'pods/kube-system_dns_1/dns/0.log'), text(1));
    written = 0;
    writeFileSync(current, text(1));
    start();
    await allArrived();

    expect(cluster.streams).toEqual(['logs-wellspring.billing-test']);
  });

  it('goes on after a restart where it stopped, through rotation and compression while it was away', async () => {
    writeFileSync(current, text(1_500));
    start();
    await allArrived();
    await stop();
    const before = cluster.received;

    appendFileSync(current, text(10));
    const oldest = `${current}.20261129-021709`;
    writeFileSync(`${oldest}.gz`, gzipSync(readFileSync(current)));
    writeFileSync(current, text(10));
    renameSync(current, `${current}.20261129-021809`);
    writeFileSync(current, text(10));
    start();
    await allArrived();

    expect(cluster.received).toBe(before + 30);
  });

  it('reads a file to its end that is renamed while it is read', async () => {
    writeFileSync(current, text(10));
    start();
    await allArrived();
    appendFileSync(current, text(10));
    renameSync(current, `${current}.20261129-021709`);
    appendFileSync(`${current}.20261129-021709`, text(5));
    writeFileSync(current, text(5));

    await allArrived();
  });

  it('sends again what may not have arrived, which is there once', async () => {
    writeFileSync(current, text(10));
    start();
    await allArrived();
    await stop();
    rmSync(join(folder, 'state/positions.json'));
    start();
    await eventually(() => {
      expect(cluster.received).toBe(20);
    });

    await allArrived();
  });

  it.each([
    ['the whole request with 503', { status: 503 }],
    ['the whole request with 403', { status: 403 }],
    ['an item with 429', { itemStatus: 429 }],
    ['an item with 503', { itemStatus: 503 }],
  ])('holds everything when Elasticsearch refuses %s, and loses nothing', async (_, refusal) => {
    cluster.refuse(refusal);
    writeFileSync(current, text(2_500));
    start();
    await eventually(() => {
      expect(reported.join()).toContain('does not take lines now');
    });
    cluster.refuse({});

    await allArrived();
    expect(cluster.documents('logs-wellspring.dead_letters-test')).toEqual([]);
  });

  it('puts what is refused for what it is among the dead letters, and goes on', async () => {
    cluster.refuse({ itemStatus: 400, containing: 'line 3"' });
    writeFileSync(current, text(10));
    start();
    const letters = (): Record<string, unknown>[] => cluster.documents('logs-wellspring.dead_letters-test');
    await eventually(() => {
      expect([arrived().length, letters().length]).toEqual([9, 1]);
    });

    const [letter] = letters();
    expect(letter).toMatchObject({ 'error.type': 'mapper_parsing_exception', 'log.level': 'error' });
    expect(letter?.['event.original']).toContain('line 3');
  });

  it('does without remembering on a full disk', async () => {
    rmSync(join(folder, 'state'), { recursive: true });
    writeFileSync(current, text(10));
    start();
    await allArrived();

    // What has arrived is remembered afterwards.
    await eventually(() => {
      expect(reported.join()).toContain('could not be written down');
    });
  });

  it('takes an unfinished line for a line when nothing more comes', async () => {
    writeFileSync(current, `${text(1)}2026-11-29T02:18:00.000000000Z stdout P the rest never came\n`);
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(current, longAgo, longAgo);
    start();

    await eventually(() => {
      expect(arrived()).toEqual(['line 0', 'the rest never came']);
    });
  });
});
