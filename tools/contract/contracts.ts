/** The contracts of all adapters: `apps/<app>/src/<adapter>/<system>.contract.ts`, each loaded when it is asked for. */
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AdapterContract } from '@wellspring/platform';
import { workspaceRoot } from '../topology/topology.ts';

const suffix = '.contract.ts';

/** Names of systems, with the file of each. */
export function contractFiles(root = workspaceRoot): Map<string, string> {
  const files = globSync(`apps/*/src/**/*${suffix}`, { cwd: root }).sort();
  return new Map(files.map((file) => [basename(file, suffix), join(root, file)]));
}

/** @throws Error when the file has no `contract` of the system it is named after. */
export async function loadContract(system: string, file: string): Promise<AdapterContract> {
  const { contract } = (await import(pathToFileURL(file).href)) as { contract?: AdapterContract };
  if (contract?.system !== system) throw new Error(`${file} exports no contract of ${system}`);
  return contract;
}
