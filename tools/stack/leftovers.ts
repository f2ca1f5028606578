/** Ends what an earlier run left behind when it was killed before it could clean up. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { workspaceRoot } from '../topology/topology.ts';

/** Where every app's process notes its id for as long as it runs. */
export function pidFolder(dataDir: string): string {
  return join(dataDir, 'pids');
}

/**
 * Only for whoever has the lock of a run, so that nobody looks after these processes any more.
 * @returns how many processes were ended: only those noted that still run one of our apps.
 */
export async function endLeftovers(dataDir: string): Promise<number> {
  const folder = pidFolder(dataDir);
  if (!existsSync(folder)) return 0;
  const noted = readdirSync(folder).map((name) => Number(readFileSync(join(folder, name), 'utf8')));
  const ours = noted.filter(runsOneOfOurApps);
  for (const pid of ours) process.kill(pid, 'SIGTERM');
  for (let tries = 0; tries < 100 && ours.some(runsOneOfOurApps); tries++) await delay(100);
  for (const pid of ours.filter(runsOneOfOurApps)) process.kill(pid, 'SIGKILL');
  rmSync(folder, { recursive: true });
  return ours.length;
}

/** A process id may have been given to somebody else since: the command line tells. */
function runsOneOfOurApps(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    const command = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return command.includes(join(workspaceRoot, 'apps'));
  } catch {
    return false;
  }
}
