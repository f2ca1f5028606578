/** Starts a local cluster: real programs of Kubernetes, with machines that are namespaces. */
import { readFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { KubeConfig } from '@kubernetes/client-node';
import { z } from 'zod';
import { apiRequest } from '../api-request.ts';
import { findCommand } from '../tools-folder.ts';
import { certificates, createCertificates } from './certificates.ts';
import { startControlPlane } from './control-plane.ts';
import { createImage } from './images.ts';
import { addresses, controlPlane, kubeconfigFile, nodeMachines, type Machine } from './layout.ts';
import { createNetwork, routePods } from './network.ts';
import { Node } from './node.ts';
import { writeState } from './state.ts';
import { until } from './until.ts';

const addOns = join(import.meta.dirname, 'add-ons');
const nodeImages = ['pause', 'coredns', 'metrics-server'];
const nodeTimeoutMs = 120_000;

const nodeObject = z.object({
  spec: z.object({ podCIDR: z.string().optional() }),
  status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]) }),
});

export interface ClusterOptions {
  nodes: number;
  /** Names that pods find outside the cluster, with their addresses. */
  names?: Record<string, string>;
  onProgress?: (done: string) => void;
}

export interface LocalCluster {
  client: KubeConfig;
  nodes: Machine[];
}

/**
 * On a machine that has none yet. What it has started when it fails stays, to be looked at.
 * @throws Error saying what did not start
 */
export async function startCluster({
  nodes: count,
  names = {},
  onProgress = () => undefined,
}: ClusterOptions): Promise<LocalCluster> {
  const state = { nodes: count, startedAt: new Date().toISOString(), startedBy: process.pid };
  writeState({ phase: 'starting', ...state });
  const machines = nodeMachines(count);
  createCertificates(machines);
  createNetwork(count);
  onProgress('networks and certificates');
  const images = nodeImages.map(createImage);
  const [client, nodes] = await Promise.all([
    startControlPlane(),
    Promise.all(machines.map((machine) => Node.boot(machine, images))),
  ]);
  onProgress('control plane and container runtimes');
  await Promise.all(nodes.map((node) => joinNode(client, node, [controlPlane, ...machines])));
  onProgress('nodes');
  await installAddOns(names);
  await until('names are answered', nodeTimeoutMs, () => isAvailable(client, 'coredns'));
  onProgress('names');
  writeState({ phase: 'up', ...state });
  return { client, nodes: machines };
}

async function joinNode(client: KubeConfig, node: Node, all: Machine[]): Promise<void> {
  node.join();
  const { name } = node.machine;
  let network: string | undefined;
  await until(`${name} is known`, nodeTimeoutMs, async () => {
    network = (await readNode(client, name))?.spec.podCIDR;
    return network !== undefined;
  });
  if (network === undefined) return;
  routePods(network, node.machine, all);
  node.connectPods(network);
  await until(`${name} is ready`, nodeTimeoutMs, async () => {
    const conditions = (await readNode(client, name))?.status.conditions ?? [];
    return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
  });
}

async function readNode(client: KubeConfig, name: string): Promise<z.output<typeof nodeObject> | undefined> {
  const { status, body } = await apiRequest(client, { path: `/api/v1/nodes/${name}` });
  return status === 200 ? nodeObject.parse(JSON.parse(body)) : undefined;
}

async function installAddOns(names: Record<string, string>): Promise<void> {
  const helm = findCommand('helm');
  if (helm === undefined) throw new Error('helm is missing: npm run cluster:set-up');
  const values = {
    dns: { address: addresses.dns, names },
    kubeletAuthority: readFileSync(certificates.authority, 'utf8'),
  };
  const where = ['--kubeconfig', kubeconfigFile, '--namespace', 'kube-system'];
  const installing = promisify(execFile)(helm, ['install', 'add-ons', addOns, ...where, '--values', '-']);
  installing.child.stdin?.end(JSON.stringify(values));
  await installing;
}

async function isAvailable(client: KubeConfig, deployment: string): Promise<boolean> {
  const path = `/apis/apps/v1/namespaces/kube-system/deployments/${deployment}`;
  const { body } = await apiRequest(client, { path });
  const { status } = z
    .object({ status: z.object({ availableReplicas: z.number().default(0) }) })
    .parse(JSON.parse(body));
  return status.availableReplicas > 0;
}
