import { chmodSync, mkdtempSync, renameSync, rmSync } from 'node:fs';

const mostTries = 10;

/**
 * Fills a new folder and puts it in the place of `folder` when it is complete: whoever starts what is in there, or builds
 * it at the same time, never sees half of it. What was there stays when `fill` fails.
 */
export async function replaceFolder(folder: string, fill: (folder: string) => Promise<void>): Promise<void> {
  // Beside it, so that relative paths out of it (in source maps) stay right, and moving it takes no copying.
  const fresh = mkdtempSync(`${folder}.new-`);
  const old = `${fresh}.old`;
  try {
    chmodSync(fresh, 0o755);
    await fill(fresh);
    swap(folder, fresh, old);
  } finally {
    for (const left of [fresh, old]) rmSync(left, { recursive: true, force: true });
  }
}

/** A folder cannot be moved onto one that has something in it, and another build may put its own there in between. */
function swap(folder: string, fresh: string, old: string): void {
  for (let attempt = 1; ; attempt += 1) {
    rmSync(old, { recursive: true, force: true });
    moveIfThere(folder, old);
    try {
      renameSync(fresh, folder);
      return;
    } catch (error) {
      if (attempt === mostTries) throw error;
    }
  }
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}
