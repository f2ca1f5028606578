/**
 * Where everything of the local cluster is. There is one per machine: its names and addresses are always the same, so
 * that what is left of one can be found by whoever comes later, whatever became of the program that started it.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { toolsFolder } from '../tools-folder.ts';

/** Of namespaces and control groups; nothing else on a machine is called so. */
const prefix = 'wellspring-';
/** Where `ip netns` keeps namespaces. */
export const namespacesFolder = '/run/netns';

export const maxNodes = 5;
/** Of the certificates and in kubeconfigs, as the environment `dev` calls the cluster. */
export const contextName = 'wellspring-dev';

/** Everything the cluster keeps on disk: certificates, logs, images, etcd's data. Gone with it. */
export const clusterFolder = join(toolsFolder(), 'local-cluster');

/** A kubeconfig with all rights, good for every program on this machine. */
export const kubeconfigFile = join(clusterFolder, 'kubeconfig');

/** The networks of the environment `dev`, which its policies name. */
export const networks = {
  machines: '10.10.0.0/28',
  pods: '10.10.64.0/18',
  services: '10.10.128.0/20',
  all: '10.10.0.0/16',
};

export const addresses = {
  /** The switch that every machine is plugged into; it routes between networks, as a data centre does. */
  fabric: '10.10.0.1',
  controlPlane: '10.10.0.2',
  /** This machine, on which tests and developers are. */
  host: '10.10.0.14',
  kubernetes: '10.10.128.1',
  dns: '10.10.128.10',
};

/** As environments call their registry. Nodes look for it on this machine, where a test can serve it. */
export const registry = { name: 'registry.example.internal', port: 15_000 };

/** A machine of the cluster: a network namespace, named as `ip netns` knows it. */
export interface Machine {
  name: string;
  namespace: string;
  address: string;
}

/** Control group of what a test has outside the cluster. */
export const outsideGroup = `${prefix}outside`;

export const fabricNamespace = `${prefix}fabric`;

export const controlPlane: Machine = {
  name: 'control',
  namespace: `${prefix}control`,
  address: addresses.controlPlane,
};

/** @param number from 1 */
export function nodeMachine(number: number): Machine {
  const name = `n${number}`;
  return { name, namespace: `${prefix}${name}`, address: `10.10.0.${2 + number}` };
}

export function nodeMachines(count: number): Machine[] {
  return Array.from({ length: count }, (_, index) => nodeMachine(index + 1));
}

/** Every namespace that a cluster may have; not all of them exist. */
export function allNamespaces(): string[] {
  return [...nodeMachines(maxNodes), controlPlane].map(({ namespace }) => namespace).concat(fabricNamespace);
}

export function namespaceFile(namespace: string): string {
  return join(namespacesFolder, namespace);
}

export function existingNamespaces(): string[] {
  return allNamespaces().filter((namespace) => existsSync(namespaceFile(namespace)));
}
