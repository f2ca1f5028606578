/** How the gateway shares requests to a service out among its pods, by its own count. */
import type { Pod } from './pods.ts';
import type { WholeSystem } from './whole-system.ts';

const sample = /^gateway_upstream_endpoint_requests\{(?<labels>[^}]*)\} (?<value>\S+)$/gm;

/** @returns by the pod's name, what all gateways have sent to it since they know it */
export async function requestsByPod(system: WholeSystem, app: string): Promise<Map<string, number>> {
  const [gateways, pods] = await Promise.all([system.pods('gateway'), system.pods(app)]);
  const metrics = (await Promise.all(gateways.map((pod) => system.metricsOf(pod)))).join('\n');
  return new Map(pods.map((pod) => [pod.name, requestsTo(pod, metrics)]));
}

function requestsTo({ address }: Pod, metrics: string): number {
  const ofPod = [...metrics.matchAll(sample)].filter(({ groups }) => groups?.['labels']?.includes(`"${address}:`));
  return ofPod.reduce((sum, { groups }) => sum + Number(groups?.['value']), 0);
}

/** @returns what came in between, as shares of the whole */
export function sharesBetween(before: Map<string, number>, after: Map<string, number>): Map<string, number> {
  const more = [...after].map(([pod, count]) => [pod, count - (before.get(pod) ?? 0)] as const);
  const all = more.reduce((sum, [, count]) => sum + count, 0);
  return new Map(more.map(([pod, count]) => [pod, all === 0 ? 0 : count / all]));
}
