import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ClusterTargets } from './cluster-targets.ts';

const now = Date.now();
const at = (secondsAgo: number): string => new Date(now - secondsAgo * 1_000).toISOString();

let api: Server;
let credentials: string;
let answer: { status: number; body: unknown };
let asked: { url: string | undefined; authorization: string | undefined }[];
let failures: unknown[];
let cluster: ClusterTargets;

beforeEach(async () => {
  asked = [];
  failures = [];
  api = createServer(({ url, headers }, response) => {
    asked.push({ url, authorization: headers.authorization });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
  }).listen(0, '127.0.0.1');
  await once(api, 'listening');
  credentials = mkdtempSync(join(tmpdir(), 'service-account-'));
  for (const [name, text] of Object.entries({ token: 'a-token\n', namespace: 'portal\n', 'ca.crt': '' })) {
    writeFileSync(join(credentials, name), text);
  }
  const apiUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
  const services = new Map([['billing', [new URL('http://billing:3031')]]]);
  cluster = new ClusterTargets({ apiUrl, credentials, services }, (error) => failures.push(error));
});

afterEach(async () => {
  await cluster.close();
  await new Promise((resolve) => api.close(resolve));
  rmSync(credentials, { recursive: true });
});

interface Made {
  name?: string;
  deleted?: boolean;
  status?: object;
}

function pods(...made: Made[]): void {
  const items = made.map(({ name = 'billing-1', deleted = false, status = {} }) => ({
    metadata: {
      name,
      labels: { 'app.kubernetes.io/name': 'billing', 'app.kubernetes.io/version': '2' },
      ...(deleted && { deletionTimestamp: at(1) }),
    },
    spec: { nodeName: 'worker-1' },
    status: { phase: 'Running', podIP: '10.0.0.7', ...status },
  }));
  answer = { status: 200, body: { items } };
}

const container = (parts: object): object => ({
  containerStatuses: [{ name: 'billing', restartCount: 4, state: { running: {} }, ...parts }],
});

describe('the pods of a cluster', () => {
  it('are looked at where they are, and it is known on which machine', async () => {
    pods({}, { name: 'billing-2', status: { podIP: undefined, phase: 'Pending' } });
    expect(await cluster.targets()).toEqual([
      { service: 'billing', instance: 'billing-1', machine: 'worker-1', url: new URL('http://10.0.0.7:3031') },
    ]);
    expect(asked).toEqual([
      {
        url: '/api/v1/namespaces/portal/pods?labelSelector=app.kubernetes.io%2Fcomponent%3Dservice',
        authorization: 'Bearer a-token',
      },
    ]);
    expect(cluster.pods).toEqual([]);
  });

  it.each([
    [
      'out-of-memory',
      container({ lastState: { terminated: { reason: 'OOMKilled', exitCode: 137, finishedAt: at(20) } } }),
      'billing was killed for taking too much memory; 4 restarts',
    ],
    [
      'crash-loop',
      container({
        state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 40s' } },
        lastState: { terminated: { reason: 'Error', exitCode: 1, finishedAt: at(20) } },
      }),
      'billing: CrashLoopBackOff: ended with exit code 1; 4 restarts',
    ],
    [
      'image',
      container({ state: { waiting: { reason: 'ImagePullBackOff', message: 'registry/billing: not found' } } }),
      'billing: ImagePullBackOff: registry/billing: not found',
    ],
    [
      'settings',
      container({ state: { waiting: { reason: 'CreateContainerConfigError', message: 'secret "x" not found' } } }),
      'billing: CreateContainerConfigError: secret "x" not found',
    ],
    ['evicted', { phase: 'Failed', reason: 'Evicted', message: 'low on disk' }, 'Evicted: low on disk'],
    [
      'unschedulable',
      {
        phase: 'Pending',
        conditions: [
          {
            type: 'PodScheduled',
            status: 'False',
            reason: 'Unschedulable',
            message: '0/3 nodes are available',
            lastTransitionTime: at(60),
          },
        ],
      },
      '0/3 nodes are available',
    ],
  ])('that do not run say why: %s', async (kind, status, text) => {
    pods({ status });
    await cluster.targets();
    expect(cluster.pods).toEqual([{ service: 'billing', instance: 'billing-1', version: '2', kind, text }]);
  });

  it.each([
    [
      'were killed long ago',
      { status: container({ lastState: { terminated: { reason: 'OOMKilled', exitCode: 137, finishedAt: at(900) } } }) },
    ],
    ['were asked to go', { deleted: true, status: container({ state: { waiting: { reason: 'CrashLoopBackOff' } } }) }],
    ['are being made', { status: container({ state: { waiting: { reason: 'ContainerCreating' } } }) }],
  ])('that %s are in no trouble', async (_what, made) => {
    pods(made);
    await cluster.targets();
    expect(cluster.pods).toEqual([]);
  });

  it('last known are looked at while the API server refuses', async () => {
    answer = { status: 403, body: { kind: 'Status' } };
    expect(await cluster.targets()).toEqual([]);
    expect(failures).toEqual([new Error('the API server answered 403')]);
  });
});
