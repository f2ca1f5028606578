/** What the nodes of a local cluster are made of, and where it is from. */
import { existsSync } from 'node:fs';
import { findCommand, type ToolName } from '../tools-folder.ts';

/** Where Debian puts the plug-ins that connect pods. */
export const networkPluginsFolder = '/usr/lib/cni';

/** Built by `npm run cluster:set-up`. */
export const builtPrograms: ToolName[] = [
  'helm',
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'kube-proxy',
  'kube-router',
  'coredns',
  'metrics-server',
  'pause',
];

/** Programs of the distribution, with the package that Debian has them in. */
const systemPrograms: Record<string, string> = {
  containerd: 'containerd',
  ctr: 'containerd',
  runc: 'runc',
  [`${networkPluginsFolder}/ptp`]: 'containernetworking-plugins',
  iptables: 'iptables',
  ipset: 'ipset',
  conntrack: 'conntrack',
  ip: 'iproute2',
  nsenter: 'util-linux',
  openssl: 'openssl',
  tar: 'tar',
};

/** @returns the Debian packages of which something is missing here */
export function missingPackages(): string[] {
  const missing = Object.entries(systemPrograms).filter(([program]) =>
    program.startsWith('/') ? !existsSync(program) : findCommand(program) === undefined,
  );
  return [...new Set(missing.map(([, name]) => name))];
}
