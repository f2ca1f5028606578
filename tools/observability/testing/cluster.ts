/**
 * A real API server that knows the services of a stack as pods, and lets Telegraf see of them what its chart says, and no
 * more: it has the token of the chart's service account.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@wellspring/testing/eventually';
import { z } from 'zod';
import { apiRequest } from '../../cluster/api-request.ts';
import { type ControlPlane, startControlPlane } from '../../cluster/api-server.ts';
import { FakeNodes } from '../../cluster/fake-nodes.ts';
import { parseManifests, type Manifest } from '../../deploy/manifest.ts';
import { patient } from './patient.ts';

export const watched = 'wellspring';
const monitoring = 'monitoring';

export interface Scraped {
  service: string;
  version: string;
  port: number;
}

export interface ObservedCluster {
  server: string;
  caFile: string;
  token: string;
  stop: () => Promise<void>;
}

/** @param chart the chart of Telegraf, rendered */
export async function startCluster(scraped: Scraped[], chart: string): Promise<ObservedCluster> {
  const plane = await startControlPlane();
  const nodes = new FakeNodes(plane.client, watched, () => 'ready');
  try {
    for (const name of [watched, monitoring]) await create(plane, '/api/v1/namespaces', { metadata: { name } });
    const rights = new Set(['ServiceAccount', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding']);
    for (const manifest of parseManifests(chart))
      if (rights.has(manifest.kind)) await create(plane, pathOf(manifest), manifest);
    await Promise.all(
      scraped.map((each) => create(plane, `/apis/apps/v1/namespaces/${watched}/deployments`, deploymentOf(each))),
    );
    nodes.start();
    const cluster = plane.client.getCurrentCluster();
    return {
      server: cluster?.server ?? '',
      caFile: cluster?.caFile ?? '',
      token: await tokenOf(plane),
      stop: async () => {
        await nodes.stop();
        await plane.stop();
      },
    };
  } catch (error) {
    await nodes.stop();
    await plane.stop();
    throw error;
  }
}

/** As somebody outside the cluster has it who has Telegraf's rights. */
export function writeKubeconfig(folder: string, { server, caFile, token }: ObservedCluster): string {
  const file = join(folder, 'kubeconfig.json');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server, 'certificate-authority': caFile } }],
    users: [{ name: 'telegraf', user: { token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'telegraf' } }],
    'current-context': 'test',
  };
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return file;
}

function pathOf({ kind, metadata }: Manifest): string {
  const namespace = z.object({ namespace: z.string().default(monitoring) }).parse(metadata).namespace;
  if (kind === 'ServiceAccount') return `/api/v1/namespaces/${namespace}/serviceaccounts`;
  const plural = `${kind.toLowerCase()}s`;
  const scope = kind.startsWith('Cluster') ? '' : `/namespaces/${namespace}`;
  return `/apis/rbac.authorization.k8s.io/v1${scope}/${plural}`;
}

function deploymentOf({ service, version, port }: Scraped): object {
  const labels = { 'app.kubernetes.io/name': service, 'app.kubernetes.io/version': version };
  const annotations = {
    'prometheus.io/scrape': 'true',
    'prometheus.io/path': '/metrics',
    'prometheus.io/port': String(port),
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: service },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels, annotations }, spec: { containers: [{ name: service, image: 'service' }] } },
    },
  };
}

async function create(plane: ControlPlane, path: string, body: object): Promise<string> {
  const answer = await apiRequest(plane.client, { method: 'POST', path, body });
  if (answer.status > 299) throw new Error(`${path}: ${answer.status} ${answer.body}`);
  return answer.body;
}

function tokenOf(plane: ControlPlane): Promise<string> {
  const path = `/api/v1/namespaces/${monitoring}/serviceaccounts/telegraf/token`;
  return eventually(async () => {
    const answer = await create(plane, path, {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: {},
    });
    return z.object({ status: z.object({ token: z.string() }) }).parse(JSON.parse(answer)).status.token;
  }, patient);
}
