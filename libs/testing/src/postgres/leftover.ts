import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { DataDirectory } from './data-directory.ts';
import { isAlive } from './is-alive.ts';
import { readIfThere } from './read-if-there.ts';

const run = promisify(execFile);
const stopTimeoutMs = 30_000;

/**
 * Clears the way for a new server: refuses when the data directory is in use, stops a server whose starter was
 * killed, and removes the lock file of one that was killed itself. PostgreSQL alone would trust a lock file whose
 * process id now belongs to something else, which is usual in a container where ids start over.
 */
export async function clearLeftover(directory: DataDirectory): Promise<void> {
  const lockFile = join(directory.cluster, 'postmaster.pid');
  const lock = await readIfThere(lockFile);
  if (lock === undefined) return;
  const pid = Number(lock.split('\n')[0]);
  if (await isServer(pid, directory.cluster)) {
    const owner = Number((await readIfThere(directory.owner)) ?? 0);
    if (owner && isAlive(owner)) {
      throw new Error(
        `${directory.path} is in use: the database server ${pid} was started by process ${owner}, which still runs.`,
      );
    }
    await stopServer(pid, directory.cluster);
  }
  await rm(lockFile, { force: true });
}

async function stopServer(pid: number, cluster: string): Promise<void> {
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + stopTimeoutMs;
  while (await isServer(pid, cluster)) {
    if (Date.now() > deadline) throw new Error(`A database server left behind (process ${pid}) does not stop.`);
    await sleep(50);
  }
}

/** Whether the process is alive and is the server of this cluster; its command line carries the path. */
async function isServer(pid: number, cluster: string): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return false;
  try {
    const command =
      process.platform === 'linux'
        ? await readFile(`/proc/${pid}/cmdline`, 'utf8')
        : (await run('ps', ['-o', 'command=', '-p', String(pid)])).stdout;
    return command.includes(cluster);
  } catch {
    return false;
  }
}
