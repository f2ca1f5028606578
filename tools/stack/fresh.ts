import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { lockName } from './run-lock.ts';

/**
 * Forgets everything earlier runs have kept, but for the lock of this one.
 * @param spared files that are not ours to remove, wherever they lie
 */
export function forgetEarlierRuns(dataDir: string, spared: readonly string[]): void {
  if (!existsSync(dataDir)) return;
  for (const name of readdirSync(dataDir)) {
    if (name !== lockName) removeAllBut(spared, join(dataDir, name));
  }
}

function removeAllBut(spared: readonly string[], path: string): void {
  if (spared.every((file) => relative(path, file).startsWith('..'))) {
    rmSync(path, { recursive: true, force: true });
  } else if (!spared.includes(path)) {
    for (const name of readdirSync(path)) removeAllBut(spared, join(path, name));
  }
}
