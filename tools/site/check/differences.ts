/** Where a cluster is not as described, each in a sentence. */
import { controlPlane, type Machine, type Site } from '../description/site.ts';
import { apiServerArguments } from '../kubeadm/configuration.ts';
import type { ClusterState, NodeState } from './cluster-state.ts';

const hourMs = 3600 * 1000;
/** One that was missed may have been a reboot. */
const missedSnapshots = 2;

export function differences(site: Site, state: ClusterState, now: Date): string[] {
  return [
    ...site.machines.flatMap((machine) => machineDifferences(site, machine, state, now)),
    ...strangers(site, state),
    ...controlPlane(site).flatMap((machine) => apiServerDifferences(site, machine, state)),
  ];
}

function machineDifferences(site: Site, machine: Machine, { nodes }: ClusterState, now: Date): string[] {
  const node = nodes.find(({ name }) => name === machine.name);
  if (!node) return [`${machine.name}: is no node of the cluster`];
  const version = `v${site.versions.kubernetes}`;
  const facts: [what: string, actual: string, wanted: string][] = [
    ['address', node.address, machine.address],
    ['role', node.controlPlane ? 'control-plane' : 'worker', machine.role],
    ['zone', node.zone, machine.zone],
    ['kubelet', node.kubelet, version],
    ['state', node.ready ? 'ready' : 'not ready', 'ready'],
  ];
  return [
    ...facts
      .filter(([, actual, wanted]) => actual !== wanted)
      .map(([what, actual, wanted]) => `${machine.name}: ${what} is ${actual || 'not there'}, was to be ${wanted}`),
    ...(machine.role === 'control-plane' ? snapshotDifferences(site, node, now) : []),
  ];
}

function snapshotDifferences({ snapshots }: Site, { name, snapshotAt }: NodeState, now: Date): string[] {
  if (snapshotAt === undefined) return [`${name}: no snapshot of etcd was ever taken there`];
  const hours = (now.getTime() - snapshotAt.getTime()) / hourMs;
  const longest = snapshots.everyHours * missedSnapshots;
  return hours > longest
    ? [`${name}: its last snapshot of etcd is ${hours.toFixed(1)} hours old, was to be at most ${longest}`]
    : [];
}

function strangers({ machines }: Site, { nodes }: ClusterState): string[] {
  const known = new Set(machines.map(({ name }) => name));
  return nodes.filter(({ name }) => !known.has(name)).map(({ name }) => `${name}: is a node, but not described`);
}

function apiServerDifferences(site: Site, { name }: Machine, { apiServers }: ClusterState): string[] {
  const server = apiServers.find(({ machine }) => machine === name);
  if (!server) return [`${name}: no API server runs there`];
  const wanted = Object.entries(apiServerArguments).map(([key, value]) => `--${key}=${value}`);
  const missing = wanted.filter((argument) => !server.arguments.includes(argument));
  const version = `v${site.versions.kubernetes}`;
  return [
    ...(server.version === version ? [] : [`${name}: its API server is ${server.version}, was to be ${version}`]),
    ...missing.map((argument) => `${name}: its API server runs without ${argument}`),
  ];
}
