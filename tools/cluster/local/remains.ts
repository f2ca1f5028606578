/** What there is of a local cluster on this machine, whoever started it, and how it is ended. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { run } from './commands.ts';
import { processesIn, removeControlGroup } from './control-groups.ts';
import { clusterFolder, existingNamespaces, maxNodes, namespacesFolder, nodeMachines, outsideGroup } from './layout.ts';
import { until } from './until.ts';

const endTimeoutMs = 30_000;

const controlGroupNames = [...nodeMachines(maxNodes).map(({ namespace }) => namespace), outsideGroup];

/** Processes in its network namespaces and in its control groups; nobody else's can be in either. */
export function clusterProcesses(): number[] {
  const inNetworks = existingNamespaces().flatMap((namespace) =>
    run('ip', ['netns', 'pids', namespace]).split('\n').filter(Boolean).map(Number),
  );
  return [...new Set([...inNetworks, ...controlGroupNames.flatMap(processesIn)])];
}

/**
 * Ends every process of the cluster, then takes away what they lived in. Mounts go with the last process that sees them,
 * rules and interfaces with their namespace. Does no harm where there is nothing.
 */
export async function removeCluster(): Promise<void> {
  await until('every process of the cluster has ended', endTimeoutMs, () => {
    const processes = clusterProcesses();
    for (const id of processes) kill(id);
    return processes.length === 0;
  });
  for (const namespace of existingNamespaces()) run('ip', ['netns', 'delete', namespace]);
  removeMountOfNamespaces();
  await until('the control groups of the cluster are gone', endTimeoutMs, () =>
    controlGroupNames.map(removeControlGroup).every(Boolean),
  );
  if (existsSync(clusterFolder)) rmSync(clusterFolder, { recursive: true, maxRetries: 10 });
}

/** `ip netns` mounts its folder on itself and leaves it so; without a namespace in it, nobody needs that. */
function removeMountOfNamespaces(): void {
  const isMounted = readFileSync('/proc/mounts', 'utf8').includes(` ${namespacesFolder} `);
  if (isMounted && readdirSync(namespacesFolder).length === 0) run('umount', [namespacesFolder]);
}

/** At once: nobody's data is in it. */
function kill(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
