/**
 * The image of the log agent, run by its chart on the nodes of a real cluster: what it reads there is written by a real
 * container runtime and rotated by a real kubelet.
 */
import type { Server } from 'node:http';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { KubeConfig } from '@kubernetes/client-node';
import { eventually } from '@wellspring/testing/eventually';
import { apiRequest } from '../../../cluster/api-request.ts';
import { addresses, clusterFolder, kubeconfigFile, nodeMachines, registry } from '../../../cluster/local/layout.ts';
import { removeCluster } from '../../../cluster/local/remains.ts';
import { startCluster } from '../../../cluster/local/start.ts';
import { readState } from '../../../cluster/local/state.ts';
import { AppImages } from '../../../cluster/test/app-images.ts';
import { serveImages } from '../../../cluster/test/image-registry.ts';
import { podsIn, processOf } from '../../../cluster/test/pods.ts';
import { takeDownAfterUs } from '../../../cluster/test/whole-system.ts';
import { runHelm } from '../../../deploy/helm.ts';
import { Layer } from '../../../image/layer.ts';
import { workspaceRoot } from '../../../topology/topology.ts';
import { commandInImage, filesOfImage, imageContext } from '../../log-agent-image.ts';
import { FakeCluster } from './fake-cluster.ts';

jest.setTimeout(1_200_000);

const watched = 'wellspring';
const agents = 'wellspring-logs';
const stream = 'logs-wellspring.talker-dev';
const patient = { timeoutMs: 300_000, intervalMs: 500 };
const nodes = nodeMachines(2);

/** Enough that the kubelet rotates the file, which it does at 10 MiB, and for some time after that. */
const atOnce = 11_000;
const total = 14_000;
/** Longer than a runtime puts in one piece. */
const longLine = 40_000;
const talker = `
  let n = 0;
  const say = () => console.log(JSON.stringify({
    'service.name': 'talker',
    message: 'x'.repeat(n % 1_000 === 0 ? ${longLine} : 900),
    labels: { n: n++ },
  }));
  while (n < ${atOnce}) say();
  console.error('no JSON');
  const more = setInterval(() => {
    for (let i = 0; i < 20 && n < ${total}; i++) say();
  }, 500);
  process.on('SIGTERM', () => clearInterval(more));
  setInterval(() => undefined, 1e9);
`;

/** What has been started, in that order. */
const ends: (() => unknown)[] = [];
let client: KubeConfig;
let store: FakeCluster;
let images: AppImages;
let talkerImage: string;

beforeAll(async () => {
  if (readState()?.phase === 'up') throw new Error('There is a local cluster already: npm run cluster -- down');
  await removeCluster();
  ends.push(takeDownAfterUs(), removeCluster);
  images = await AppImages.create();
  ({ client } = await startCluster({ nodes: nodes.length }));
  const served: Server = await serveImages(images);
  ends.push(() => served.close().closeAllConnections());
  store = await FakeCluster.start(addresses.host);
  ends.push(() => store.stop());
  await create('/api/v1/namespaces', namespaceOf(watched, 'restricted'));
  await create('/api/v1/namespaces', namespaceOf(agents, 'privileged'));
  await create(`/api/v1/namespaces/${agents}/secrets`, {
    metadata: { name: 'log-agent-elasticsearch' },
    stringData: { username: 'agent', password: 'any' },
  });
  talkerImage = images.onBase([], { Env: ['PATH=/usr/local/bin'] });
  await Promise.all(nodes.map(({ name }) => create(`/api/v1/namespaces/${watched}/pods`, talkerOn(name))));
  await installAgent(agentImage());
});

afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

describe('the log agent on the nodes of a cluster', () => {
  it('runs on each of them, as its chart says', async () => {
    await eventually(async () => {
      const pods = await podsIn(client, agents);
      expect(pods.map(({ node, isReady }) => ({ node, isReady }))).toEqual(
        expect.arrayContaining(nodes.map(({ name }) => ({ node: name, isReady: true }))),
      );
    }, patient);
  });

  it('brings every line of their containers, each once, though files are rotated and agents killed', async () => {
    await eventually(() => expect(arrived().size).toBe(nodes.length), patient);
    for (const pod of await podsIn(client, agents)) process.kill(processOf(pod), 'SIGKILL');
    await eventually(() => {
      for (const { name } of nodes) {
        expect({ name, lines: arrived().get(name)?.length }).toEqual({ name, lines: total });
        expect({ name, rotated: rotatedOn(name).length > 0 }).toEqual({ name, rotated: true });
      }
    }, patient);

    const all = Array.from({ length: total }, (_, n) => n);
    for (const numbers of arrived().values()) expect(numbers.toSorted((a, b) => a - b)).toEqual(all);
    const long = store.documents(stream).filter(({ message }) => String(message).length === longLine);
    expect(long).toHaveLength(nodes.length * Math.ceil(total / 1_000));
  });

  it('says where each is from, and by which image', async () => {
    await eventually(() => {
      const last = store.documents(stream).at(-1);
      expect(last).toMatchObject({
        'service.environment': 'dev',
        'orchestrator.namespace': watched,
        'orchestrator.resource.name': `talker-${String(last?.['host.name'])}`,
        'container.name': 'talker',
        'container.image.hash.all': talkerImage,
      });
    }, patient);
    const messages = store.documents(stream).filter(({ message }) => message === 'no JSON');
    expect(messages.map((each) => each['event.dataset'])).toEqual(nodes.map(() => 'talker.stderr'));
  });
});

/** The numbers that came from each node. */
function arrived(): Map<string, number[]> {
  const byNode = Map.groupBy(store.documents(stream), (document) => String(document['host.name']));
  return new Map(
    [...byNode].map(([node, documents]) => [
      node,
      documents.flatMap(({ labels }) => (isNumbered(labels) ? [labels.n] : [])),
    ]),
  );
}

function isNumbered(labels: unknown): labels is { n: number } {
  return typeof labels === 'object' && labels !== null && 'n' in labels && typeof labels.n === 'number';
}

function rotatedOn(node: string): string[] {
  return globSync('root/var/log/pods/*/talker/0.log.*', { cwd: join(clusterFolder, node) });
}

function agentImage(): string {
  const layer = new Layer();
  for (const file of filesOfImage()) layer.addPath(`app/${file}`, join(imageContext, file));
  return images.onBase([images.layer(layer)], { Env: ['PATH=/usr/local/bin'], Cmd: commandInImage() });
}

async function installAgent(digest: string): Promise<void> {
  const network = `${addresses.host}/32`;
  const set = {
    'image.digest': digest,
    'elasticsearch.url': store.url,
    'elasticsearch.networks': `{${network}}`,
    'image.pullSecrets': '{}',
  };
  await runHelm([
    ...['install', 'log-agent', join(workspaceRoot, 'deploy/charts/log-agent'), '--kubeconfig', kubeconfigFile],
    ...['--namespace', agents, '--values', join(workspaceRoot, 'deploy/environments/dev/log-agent.yaml')],
    ...Object.entries(set).flatMap(([key, value]) => ['--set', `${key}=${value}`]),
  ]);
}

function namespaceOf(name: string, level: string): object {
  return { metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': level } } };
}

function talkerOn(nodeName: string): object {
  return {
    metadata: { name: `talker-${nodeName}` },
    spec: {
      nodeName,
      terminationGracePeriodSeconds: 0,
      securityContext: { runAsNonRoot: true, runAsUser: 10_001, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'talker',
          image: `${registry.name}/wellspring/talker@${talkerImage}`,
          command: ['node', '-e', talker],
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        },
      ],
    },
  };
}

async function create(path: string, body: object): Promise<void> {
  const answer = await apiRequest(client, { method: 'POST', path, body });
  if (answer.status !== 201) throw new Error(`POST ${path}: ${answer.status} ${answer.body}`);
}
