/** What is installed on a machine, and in which version where that is not Debian's business. */
import type { Machine, Site } from '../description/site.ts';

const onEvery = ['chrony', 'containerd', 'curl', 'keepalived', 'nftables', 'openssl'];
/** Snapshots are encrypted before they leave a machine. */
const onControlPlane = ['age'];
export const packagesOfKubernetes = ['kubeadm', 'kubelet', 'kubectl'];
/** Nobody upgrades these in passing. */
export const heldPackages = ['containerd', ...packagesOfKubernetes];

/** As cloud-init takes them: a name, or a name with its version. */
export function packagesOf({ versions }: Site, { role }: Machine): (string | [string, string])[] {
  return [
    ...onEvery,
    ...(role === 'control-plane' ? onControlPlane : []),
    ...packagesOfKubernetes.map((name): [string, string] => [name, packageVersion(versions.kubernetes)]),
  ];
}

/** The first build of a version; there is hardly ever another. */
export function packageVersion(kubernetes: string): string {
  return `${kubernetes}-1.1`;
}
