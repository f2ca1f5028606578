/** The log of one run of a container, as the kubelet keeps it: the file being written, and those it was before. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

export interface ContainerLog {
  namespace: string;
  pod: string;
  podUid: string;
  container: string;
  /** How often the container had been restarted. */
  restart: string;
  /** Oldest first; the last is the one being written, unless it is just being replaced. */
  files: string[];
}

const podFolder = /^(?<namespace>[^_]+)_(?<pod>[^_]+)_(?<uid>[^_]+)$/;
/** `0.log`, once full `0.log.20261129-021709`, later `0.log.20261129-021709.gz`. */
const logFile = /^(?<restart>\d+)\.log(?<rotated>\.\d{8}-\d{6})?(?:\.gz)?$/;

/** Every log below `/var/log/pods` of the namespaces. */
export async function containerLogs(folder: string, namespaces: readonly string[]): Promise<ContainerLog[]> {
  const logs: ContainerLog[] = [];
  for (const name of await namesIn(folder)) {
    const { namespace, pod, uid: podUid } = podFolder.exec(name)?.groups ?? {};
    if (namespace === undefined || pod === undefined || podUid === undefined || !namespaces.includes(namespace))
      continue;
    for (const container of await namesIn(join(folder, name))) {
      for (const [restart, files] of await filesByRestart(join(folder, name, container))) {
        logs.push({ namespace, pod, podUid, container, restart, files });
      }
    }
  }
  return logs;
}

/** Whether the kubelet is done with a file: nothing is written to it any more. */
export function isRotated(file: string): boolean {
  return !file.endsWith('.log');
}

async function filesByRestart(folder: string): Promise<Map<string, string[]>> {
  const byRestart = new Map<string, string[]>();
  for (const name of (await namesIn(folder)).sort(byAge)) {
    const restart = logFile.exec(name)?.groups?.['restart'];
    if (restart !== undefined) byRestart.set(restart, [...(byRestart.get(restart) ?? []), join(folder, name)]);
  }
  return byRestart;
}

/** The name of a rotated file ends in the time it was rotated at. */
function byAge(left: string, right: string): number {
  if (isRotated(left) !== isRotated(right)) return isRotated(left) ? -1 : 1;
  return left < right ? -1 : 1;
}

/** @returns nothing for a folder that is gone: pods come and go while the agent looks */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

/** Whether something went away while it was looked at. */
export function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
