/**
 * What a machine lets in, out and through. What crosses the border of the cluster is in the flows that the network
 * policies of the environment are made from too; the rest is what machines need of each other and of the site.
 */
import type { Flow } from '../../deploy/flow.ts';
import { controlPlane, workers, type Machine, type Site } from '../description/site.ts';
import { ingressPorts } from '../addons/ingress-ports.ts';

export interface Way {
  chain: 'input' | 'output' | 'forward';
  /** Networks and addresses; absent: any. */
  from?: string[];
  to?: string[];
  protocol: 'tcp' | 'udp' | 'vrrp' | 'any';
  /** Empty: all. */
  ports: number[];
  why: string;
}

const ports = { ssh: 22, dns: 53, ntp: 123, https: 443, typha: 5473, api: 6443, kubelet: 10_250, vxlan: 4789 };
const etcd = [2379, 2380];
const vrrpGroup = '224.0.0.18';

/** @param flows of the environment on the site */
export function waysOf(site: Site, { role }: Machine, flows: Flow[]): Way[] {
  const own =
    role === 'control-plane' ? decidingWays(site) : [...ingressWays(site), ...flows.flatMap(acrossBorder(site))];
  return [...own, ...commonWays(site)];
}

function decidingWays(site: Site): Way[] {
  const { networks, administrators, snapshots } = site;
  const deciding = controlPlane(site).map(({ address }) => address);
  const cluster = [networks.nodes, networks.pods];
  return [
    { chain: 'input', from: cluster, protocol: 'tcp', ports: [ports.api], why: 'the API, for the cluster' },
    { chain: 'input', from: administrators.networks, protocol: 'tcp', ports: [ports.api], why: 'the API, for people' },
    ...bothWays(deciding, 'tcp', etcd, 'etcd'),
    ...virtualAddressWays(deciding),
    { chain: 'output', to: snapshots.networks, protocol: 'tcp', ports: [ports.https], why: 'snapshots of etcd' },
  ];
}

/** Host ports lead to those of the pods before a packet is filtered, so these are the pods'. */
function ingressWays(site: Site): Way[] {
  const { networks, customers, operators } = site;
  const { http, https, operators: operatorsPort } = ingressPorts;
  const to = [networks.pods];
  return [
    { chain: 'forward', from: customers.networks, to, protocol: 'tcp', ports: [http.pod, https.pod], why: 'customers' },
    { chain: 'forward', from: operators.networks, to, protocol: 'tcp', ports: [operatorsPort.pod], why: 'operators' },
    ...virtualAddressWays(workers(site).map(({ address }) => address)),
  ];
}

function commonWays({ networks, administrators, nameServers, timeServers, mirrors }: Site): Way[] {
  const { nodes, pods } = networks;
  return [
    { chain: 'input', from: administrators.networks, protocol: 'tcp', ports: [ports.ssh], why: 'administrators' },
    { chain: 'input', from: [nodes, pods], protocol: 'tcp', ports: [ports.kubelet], why: 'logs and figures of pods' },
    ...bothWays([nodes], 'udp', [ports.vxlan], 'pods on other machines'),
    ...bothWays([nodes], 'tcp', [ports.typha], 'network policies, for the plug-in'),
    { chain: 'output', to: [nodes], protocol: 'tcp', ports: [ports.api, ports.kubelet], why: 'the API and kubelets' },
    { chain: 'output', to: [pods], protocol: 'any', ports: [], why: 'probes, and what the API asks of pods' },
    ...(['udp', 'tcp'] as const).flatMap((protocol): Way[] => [
      { chain: 'output', to: nameServers, protocol, ports: [ports.dns], why: 'names' },
      { chain: 'forward', from: [pods], to: nameServers, protocol, ports: [ports.dns], why: 'names' },
    ]),
    { chain: 'output', to: timeServers, protocol: 'udp', ports: [ports.ntp], why: 'time' },
    { chain: 'output', to: mirrors.networks, protocol: 'tcp', ports: [ports.https], why: 'packages and images' },
    {
      chain: 'forward',
      from: [nodes, pods],
      to: [pods],
      protocol: 'any',
      ports: [],
      why: 'policies decide among pods',
    },
    {
      chain: 'forward',
      from: [pods],
      to: [nodes],
      protocol: 'tcp',
      ports: [ports.api, ports.kubelet],
      why: 'the API and kubelets',
    },
  ];
}

/** Ends of a flow that have a network begin with it; those without are pods, or the machines themselves. */
function acrossBorder({ networks, mirrors }: Site): (flow: Flow) => Way[] {
  const images = Object.values(mirrors.images).map((url) => new URL(url).hostname);
  return ({ from, to, port, protocol: upper, crosses, why }) => {
    // A node port leads to its pods before a packet is filtered: the flow to those is what lets it through.
    if (crosses === 'cluster' || to === 'nodes of the cluster') return [];
    const [source, target] = [networkOf(from), networkOf(to)];
    const way = {
      chain: 'forward' as const,
      protocol: upper === 'TCP' ? ('tcp' as const) : ('udp' as const),
      ports: [port],
    } satisfies Partial<Way>;
    if (source !== undefined) return [{ ...way, from: [source], to: [networks.pods], why: `${why} (${to})` }];
    if (target !== undefined) return [{ ...way, from: [networks.pods], to: [target], why: `${why} (${from})` }];
    if (images.includes(to)) return [];
    throw new Error(`mirrors.images: ${to} is not among them, and "${from}" have ${why} from there`);
  };
}

function networkOf(end: string): string | undefined {
  return /^(\d[\d.]*\/\d+) \(/.exec(end)?.[1];
}

function bothWays(peers: string[], protocol: 'tcp' | 'udp', at: number[], why: string): Way[] {
  return [
    { chain: 'input', from: peers, protocol, ports: at, why },
    { chain: 'output', to: peers, protocol, ports: at, why },
  ];
}

function virtualAddressWays(peers: string[]): Way[] {
  const why = 'whose the virtual address is';
  return [
    { chain: 'input', from: peers, protocol: 'vrrp', ports: [], why },
    { chain: 'output', to: [vrrpGroup, ...peers], protocol: 'vrrp', ports: [], why },
  ];
}
