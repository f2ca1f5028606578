/** Network policies as a cluster would apply them: what may talk to what. */
import type { Peer, Policy } from './workload.ts';

/** `app:port` for siblings, `namespace/labels:port` for other pods, `cidr:port` for networks. */
export function openings(policy: Policy, direction: 'ingress' | 'egress'): string[] {
  const rules =
    direction === 'ingress'
      ? policy.ingress.map(({ from, ports }) => ({ peers: from, ports }))
      : policy.egress.map(({ to, ports }) => ({ peers: to, ports }));
  return rules
    .flatMap(({ peers, ports }) =>
      peers.flatMap((peer) => ports.map(({ protocol, port }) => `${nameOf(peer)}:${port}/${protocol}`)),
    )
    .sort();
}

/** The Kubernetes documentation's rule: a connection is let through if the one end's egress and the other's ingress are open. */
export function allows(
  from: { name: string; policy: Policy },
  to: { name: string; policy: Policy },
  port: number,
): boolean {
  return (
    openings(from.policy, 'egress').includes(`${to.name}:${port}/TCP`) &&
    openings(to.policy, 'ingress').includes(`${from.name}:${port}/TCP`)
  );
}

function nameOf({ podSelector, namespaceSelector, ipBlock }: Peer): string {
  if (ipBlock) return ipBlock.cidr;
  const pods = podSelector?.matchLabels ?? {};
  if (namespaceSelector) return `${namespaceSelector.matchLabels['kubernetes.io/metadata.name'] ?? '?'}/*`;
  if (pods['app.kubernetes.io/component'] !== 'service')
    throw new Error(`Opens the way to any component: ${JSON.stringify(pods)}`);
  return pods['app.kubernetes.io/name'] ?? '?';
}
