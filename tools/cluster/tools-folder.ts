import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

export type ToolName =
  | 'helm'
  | 'kubeconform'
  | 'etcd'
  | 'etcdctl'
  | 'etcdutl'
  | 'kubeadm'
  | 'kube-apiserver'
  | 'kube-controller-manager'
  | 'kube-scheduler'
  | 'kubelet'
  | 'kube-proxy'
  | 'kube-router'
  | 'coredns'
  | 'metrics-server'
  | 'pause'
  /** JSON Schemas of the Kubernetes API. */
  | 'schemas'
  /** What the nodes of a local cluster need of the distribution. */
  | 'packages';

/** Where tools are kept that npm has not got: outside the repository, so that every checkout shares them. */
export function toolsFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'wellspring-tools');
}

/** JSON Schemas of the Kubernetes API, one per kind. */
export function schemasFolder(): string {
  return join(toolsFolder(), 'schemas');
}

/** @returns the path of a command on the PATH or among our own tools. */
export function findCommand(name: string): string | undefined {
  const folders = [join(toolsFolder(), 'bin'), ...(process.env['PATH'] ?? '').split(delimiter)];
  return folders.map((folder) => join(folder, name)).find(existsSync);
}

/** Any etcd since 3.4 will do, such as that of Debian's `etcd-server`. */
export function etcdBinary(): string | undefined {
  return findCommand('etcd');
}

/** @returns those that are neither on the PATH nor among our own tools */
export function missingTools(names: ToolName[]): ToolName[] {
  return names.filter((name) =>
    name === 'schemas' ? !existsSync(join(schemasFolder(), '_definitions.json')) : findCommand(name) === undefined,
  );
}

/** @throws Error naming everything that is missing and how to get it. */
export function requireTools(names: ToolName[]): void {
  const missing = missingTools(names);
  if (missing.length > 0) {
    throw new Error(
      `Missing: ${missing.join(', ')}. These tests do not pass without. To get what is missing (needs Go):\n\n  npm run cluster:set-up`,
    );
  }
}
