/** What is done to nodes, and what the cluster believes of them. */
import type { KubeConfig } from '@kubernetes/client-node';
import { z } from 'zod';
import { apiRequest } from '../api-request.ts';
import { until } from '../local/until.ts';
import { podsIn } from './pods.ts';

const drainTimeoutMs = 240_000;

const nodeStatus = z.object({
  status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })) }),
});

export async function isNodeReady(client: KubeConfig, name: string): Promise<boolean> {
  const { body } = await apiRequest(client, { path: `/api/v1/nodes/${name}` });
  const { conditions } = nodeStatus.parse(JSON.parse(body)).status;
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}

/** What `kubectl drain` does: no new pods on the node, and those that are there are asked to leave, as budgets allow. */
export async function drain(client: KubeConfig, node: string, namespace: string): Promise<void> {
  await setSchedulable(client, node, false);
  const asked = new Set<string>();
  await until(`${node} is empty`, drainTimeoutMs, async () => {
    const here = (await podsIn(client, namespace)).filter((pod) => pod.node === node);
    for (const { name } of here.filter((pod) => !asked.has(pod.name))) {
      const path = `/api/v1/namespaces/${namespace}/pods/${name}/eviction`;
      const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
      const { status } = await apiRequest(client, { method: 'POST', path, body });
      // 429: the budget does not allow it yet.
      if (status !== 429) asked.add(name);
    }
    return here.length === 0;
  });
}

/** As whoever sets a machine up does. */
export async function putIntoZone(client: KubeConfig, node: string, zone: string): Promise<void> {
  const body = { metadata: { labels: { 'topology.kubernetes.io/zone': zone } } };
  const { status } = await apiRequest(client, { method: 'PATCH', path: `/api/v1/nodes/${node}`, body });
  if (status !== 200) throw new Error(`${node} could not be put into ${zone}: ${status}`);
}

export async function uncordon(client: KubeConfig, node: string): Promise<void> {
  await setSchedulable(client, node, true);
}

async function setSchedulable(client: KubeConfig, node: string, schedulable: boolean): Promise<void> {
  const body = { spec: { unschedulable: !schedulable } };
  await apiRequest(client, { method: 'PATCH', path: `/api/v1/nodes/${node}`, body });
}
