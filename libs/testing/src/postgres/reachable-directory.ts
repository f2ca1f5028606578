import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { systemDirectory } from './binaries.ts';
import { isAlive } from './is-alive.ts';
import { readIfThere } from './read-if-there.ts';
import { hasCode } from './system-error.ts';
import { canReach, type SystemUser } from './system-user.ts';

/** Names the link that leads to a system directory. */
const linkFile = 'link';

/**
 * Below a private home directory the `postgres` account cannot see `path`. The data then lives in a system directory
 * and `path` is a link to it; a missing link means that the caller removed the data and wants to begin anew.
 */
export async function reachableDirectory(path: string, user: SystemUser | undefined): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  if (!user || (await canReach(user, dirname(path)))) {
    await mkdir(path, { recursive: true });
    if (user) await chmod(path, 0o755);
    return path;
  }
  await removeUnlinked();
  const hash = createHash('sha256').update(path).digest('hex').slice(0, 12);
  const place = join(systemDirectory, `${basename(path)}-${hash}`);
  if (await link(place, path)) await rm(place, { recursive: true, force: true });
  await mkdir(place, { recursive: true });
  await writeFile(join(place, linkFile), path);
  return place;
}

/** @returns whether the link is new */
async function link(place: string, path: string): Promise<boolean> {
  try {
    await symlink(place, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Nobody else removes what a link led to when the link, or the whole checkout, was removed. */
async function removeUnlinked(): Promise<void> {
  await mkdir(systemDirectory, { recursive: true });
  for (const name of await readdir(systemDirectory)) {
    const place = join(systemDirectory, name);
    const path = await readIfThere(join(place, linkFile));
    const owner = Number((await readIfThere(join(place, 'owner'))) ?? 0);
    if (path === undefined || (owner && isAlive(owner))) continue;
    const target = await readlink(path).catch(() => undefined);
    if (target !== place) await rm(place, { recursive: true, force: true });
  }
}
