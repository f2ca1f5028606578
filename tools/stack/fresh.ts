import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { lockName } from './run-lock.ts';

/**
 * Forgets everything earlier runs have kept, but for the lock of this one.
 * @param spared a file that is not ours to remove, wherever it lies
 */
export function forgetEarlierRuns(dataDir: string, spared: string | undefined): void {
  if (!existsSync(dataDir)) return;
  for (const name of readdirSync(dataDir)) {
    if (name !== lockName) removeAllBut(spared, join(dataDir, name));
  }
}

function removeAllBut(spared: string | undefined, path: string): void {
  if (spared === undefined || relative(path, spared).startsWith('..')) {
    rmSync(path, { recursive: true, force: true });
  } else if (path !== spared) {
    for (const name of readdirSync(path)) removeAllBut(spared, join(path, name));
  }
}
