/** One `npm start` per checkout: who runs it is in a file, which counts for as long as that process lives. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailure } from '@wellspring/command';
import { z } from 'zod';

export const lockName = 'running.json';

const holder = z.object({ pid: z.int().positive(), started: z.string(), address: z.string() });

/**
 * @param address where what is started will be found
 * @returns gives the lock back
 * @throws CommandFailure naming the process that has it
 */
export function takeRunLock(dataDir: string, address: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, lockName);
  const other = holderOf(file);
  if (other && startOf(other.pid) === other.started) {
    throw new CommandFailure(
      `It runs already: process ${other.pid}, at ${other.address}.\n` +
        `End that one first, with Ctrl-C where it was started or with: kill ${other.pid}`,
    );
  }
  rmSync(file, { force: true });
  try {
    writeFileSync(file, JSON.stringify({ pid: process.pid, started: startOf(process.pid), address }), { flag: 'wx' });
  } catch (error) {
    throw new CommandFailure('It is being started already, by another process that began at the same moment.', 1, {
      cause: error,
    });
  }
  return () => {
    rmSync(file, { force: true });
  };
}

/** Half a file is what a power cut leaves, and nobody's. */
function holderOf(file: string): z.output<typeof holder> | undefined {
  try {
    return holder.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** When a process began: with its number it is known from whoever gets the number after it. */
export function startOf(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}
