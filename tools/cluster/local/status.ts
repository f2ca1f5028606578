/** `npm run cluster -- status` */
import { KubeConfig } from '@kubernetes/client-node';
import type { Command } from '@wellspring/command';
import { z } from 'zod';
import { apiRequest } from '../api-request.ts';
import { existingNamespaces, kubeconfigFile } from './layout.ts';
import { clusterProcesses } from './remains.ts';
import { readState } from './state.ts';

const nodeList = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string() }),
      status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]) }),
    }),
  ),
});

export function addStatus(program: Command): void {
  program.command('status').description('what there is of a cluster on this machine').action(status);
}

async function status(): Promise<void> {
  const namespaces = existingNamespaces();
  const state = readState();
  if (namespaces.length === 0 && state === undefined) {
    console.log('There is no local cluster on this machine.');
    return;
  }
  console.log(`phase       ${state?.phase ?? 'left over: npm run cluster -- down'}`);
  if (state) console.log(`started     ${state.startedAt}`);
  console.log(`namespaces  ${namespaces.join(', ')}`);
  console.log(`processes   ${clusterProcesses().length}`);
  if (state?.phase !== 'up') return;
  console.log(`kubeconfig  ${kubeconfigFile}`);
  console.log(`nodes       ${(await describeNodes()).join(', ')}`);
}

async function describeNodes(): Promise<string[]> {
  const client = new KubeConfig();
  client.loadFromFile(kubeconfigFile);
  const { body } = await apiRequest(client, { path: '/api/v1/nodes' });
  return nodeList.parse(JSON.parse(body)).items.map(({ metadata, status: { conditions } }) => {
    const ready = conditions.some(({ type, status: value }) => type === 'Ready' && value === 'True');
    return `${metadata.name} ${ready ? 'ready' : 'not ready'}`;
  });
}
