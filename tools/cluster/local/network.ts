/**
 * The cables: every machine, and this one, is plugged into one switch, which also routes between the networks. What is
 * outside the cluster (databases, old portals) is on this machine, at addresses of the networks that the policies name.
 */
import { run } from './commands.ts';
import {
  addresses,
  controlPlane,
  fabricNamespace,
  namespaceFile,
  networks,
  nodeMachines,
  type Machine,
} from './layout.ts';

const bridge = 'br0';
/** Of this machine. Its other end is in the fabric, and it goes when that does. */
const hostInterface = 'wellspring0';
const machineBits = 28;

/** Addresses of what is outside the cluster, one in each of the networks that the environment `dev` has for that. */
export const outsideAddresses = [1, 2, 3, 4, 5, 6].map((number) => `10.10.${number}.10`);

export function createNetwork(nodes: number): void {
  run('ip', ['netns', 'add', fabricNamespace]);
  fabric('link', 'set', 'lo', 'up');
  fabric('link', 'add', bridge, 'type', 'bridge');
  fabric('addr', 'add', `${addresses.fabric}/${machineBits}`, 'dev', bridge);
  fabric('link', 'set', bridge, 'up');
  forwardPackets(fabricNamespace);
  for (const machine of [controlPlane, ...nodeMachines(nodes)]) plugIn(machine);
  plugInHost();
}

/** Has every machine find the pods of a node there. */
export function routePods(network: string, node: Machine, all: Machine[]): void {
  const way = ['route', 'replace', network, 'via', node.address];
  fabric(...way);
  for (const { namespace } of all.filter(({ name }) => name !== node.name)) inside(namespace, ...way);
}

/** Pulls a machine's cable, or plugs it in again. */
export function setCable({ name }: Machine, plugged: boolean): void {
  fabric('link', 'set', name, plugged ? 'up' : 'down');
}

function plugIn({ name, namespace, address }: Machine): void {
  run('ip', ['netns', 'add', namespace]);
  fabric('link', 'add', name, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace);
  fabric('link', 'set', name, 'master', bridge, 'up');
  inside(namespace, 'link', 'set', 'lo', 'up');
  inside(namespace, 'addr', 'add', `${address}/${machineBits}`, 'dev', 'eth0');
  inside(namespace, 'link', 'set', 'eth0', 'up');
  inside(namespace, 'route', 'add', 'default', 'via', addresses.fabric);
  forwardPackets(namespace);
}

function plugInHost(): void {
  fabric('link', 'add', 'host', 'type', 'veth', 'peer', 'name', hostInterface, 'netns', String(process.pid));
  fabric('link', 'set', 'host', 'master', bridge, 'up');
  run('ip', ['addr', 'add', `${addresses.host}/${machineBits}`, 'dev', hostInterface]);
  run('ip', ['link', 'set', hostInterface, 'up']);
  run('ip', ['route', 'add', networks.all, 'via', addresses.fabric, 'dev', hostInterface]);
  for (const address of outsideAddresses) {
    run('ip', ['addr', 'add', `${address}/32`, 'dev', hostInterface]);
    fabric('route', 'add', `${address}/32`, 'via', addresses.host);
  }
}

function forwardPackets(namespace: string): void {
  run('nsenter', [`--net=${namespaceFile(namespace)}`, 'sysctl', '-qw', 'net.ipv4.ip_forward=1']);
}

function fabric(...args: string[]): void {
  inside(fabricNamespace, ...args);
}

function inside(namespace: string, ...args: string[]): void {
  run('ip', ['-n', namespace, ...args]);
}
