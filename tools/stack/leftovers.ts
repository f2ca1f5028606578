/** Ends what an earlier run left behind when it was killed before it could clean up. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { workspaceRoot } from './topology.ts';

/** @returns how many processes were ended: only those noted in `pids.json` that still run one of our apps. */
export async function endLeftovers(dataDir: string): Promise<number> {
  const file = join(dataDir, 'pids.json');
  if (!existsSync(file)) return 0;
  const noted = z.array(z.number().int().positive()).safeParse(JSON.parse(readFileSync(file, 'utf8')));
  const ours = (noted.data ?? []).filter(runsOneOfOurApps);
  for (const pid of ours) process.kill(pid, 'SIGTERM');
  for (let tries = 0; tries < 100 && ours.some(runsOneOfOurApps); tries++) await delay(100);
  for (const pid of ours.filter(runsOneOfOurApps)) process.kill(pid, 'SIGKILL');
  rmSync(file);
  return ours.length;
}

/** A process id may have been given to somebody else since: the command line tells. */
function runsOneOfOurApps(pid: number): boolean {
  try {
    const command = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return command.includes(join(workspaceRoot, 'apps'));
  } catch {
    return false;
  }
}
