/** Pods as the test sees them from outside: what the cluster says of them, and their processes, which run on this machine. */
import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { KubeConfig } from '@kubernetes/client-node';
import { z } from 'zod';
import { apiRequest } from '../api-request.ts';
import { controlGroups } from '../local/control-groups.ts';

const podList = z.object({
  items: z.array(
    z.object({
      metadata: z.object({
        name: z.string(),
        uid: z.string(),
        labels: z.record(z.string(), z.string()).default({}),
        deletionTimestamp: z.string().optional(),
      }),
      spec: z.object({
        nodeName: z.string().optional(),
        containers: z.array(
          z.object({
            resources: z.object({ requests: z.record(z.string(), z.string()).default({}) }).default({ requests: {} }),
          }),
        ),
      }),
      status: z.object({
        podIP: z.string().optional(),
        conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
      }),
    }),
  ),
});

const restarts = z.object({
  status: z.object({ containerStatuses: z.array(z.object({ restartCount: z.number() })).default([]) }),
});

export interface Pod {
  name: string;
  uid: string;
  /** What runs in it, as its label says. */
  app: string;
  node: string;
  address: string;
  isReady: boolean;
  /** What it asks for, as its manifest says. */
  asks: { cpu: string; memory: string };
}

/** @returns those that are not on their way out */
export async function podsIn(client: KubeConfig, namespace: string): Promise<Pod[]> {
  const { body } = await apiRequest(client, { path: `/api/v1/namespaces/${namespace}/pods` });
  return podList.parse(JSON.parse(body)).items.flatMap(({ metadata, spec, status }) =>
    metadata.deletionTimestamp !== undefined || metadata.labels['app.kubernetes.io/component'] === 'migration'
      ? []
      : [
          {
            name: metadata.name,
            uid: metadata.uid,
            app: metadata.labels['app.kubernetes.io/name'] ?? '',
            node: spec.nodeName ?? '',
            address: status.podIP ?? '',
            isReady: status.conditions.some(({ type, status: value }) => type === 'Ready' && value === 'True'),
            asks: { cpu: '0', memory: '0', ...spec.containers[0]?.resources.requests },
          },
        ],
  );
}

/** Of its container. */
export async function restartsOf(client: KubeConfig, namespace: string, { name }: Pod): Promise<number> {
  const { body } = await apiRequest(client, { path: `/api/v1/namespaces/${namespace}/pods/${name}` });
  return restarts.parse(JSON.parse(body)).status.containerStatuses[0]?.restartCount ?? 0;
}

/** Whether it has left altogether, its processes included. */
export async function isGone(client: KubeConfig, namespace: string, name: string): Promise<boolean> {
  return (await apiRequest(client, { path: `/api/v1/namespaces/${namespace}/pods/${name}` })).status === 404;
}

/** @returns the process of the service in it */
export function processOf({ uid, name }: Pod): number {
  const files = globSync(`wellspring-n*/kubepods/**/pod${uid}/*/cgroup.procs`, { cwd: controlGroups('pids') });
  const processes = files.flatMap((file) =>
    readFileSync(join(controlGroups('pids'), file), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map(Number),
  );
  const found = processes.find((id) => readFileSync(`/proc/${id}/cmdline`, 'utf8').startsWith('node\0'));
  if (found === undefined) throw new Error(`No process of ${name} is to be found on this machine`);
  return found;
}

export interface Place {
  address: string;
  port: number;
}

const knock = `
  const { connect } = require('node:net');
  const places = JSON.parse(process.argv[1]);
  const tried = places.map(({ address, port }) => new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: 3000 });
    const end = (isOpen) => { socket.destroy(); resolve(isOpen); };
    socket.on('connect', () => end(true)).on('timeout', () => end(false)).on('error', () => end(false));
  }));
  Promise.all(tried).then((open) => console.log(JSON.stringify(open)));
`;

/** @returns which of the places accept a connection from inside the pod, in their order */
export async function reachableFrom(pod: Pod, places: Place[]): Promise<boolean[]> {
  const args = [`--target=${processOf(pod)}`, '--net', process.execPath, '-e', knock, JSON.stringify(places)];
  const { stdout } = await promisify(execFile)('nsenter', args);
  return z.array(z.boolean()).parse(JSON.parse(stdout));
}
