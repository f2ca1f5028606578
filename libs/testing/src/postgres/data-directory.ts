import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.ts';
import { reachableDirectory } from './reachable-directory.ts';
import { readIfThere } from './read-if-there.ts';
import type { SystemUser } from './system-user.ts';

const run = promisify(execFile);

/** What one server keeps on disk. Removing `path` removes all of it. */
export interface DataDirectory {
  path: string;
  /** PostgreSQL's own files (PGDATA). */
  cluster: string;
  log: string;
  /** Names the process that started the server, to tell a server in use from one left behind by `kill -9`. */
  owner: string;
  password: string;
}

/** Makes `path` ready for a server: creates the cluster on first use, reads its password on the next. */
export async function openDataDirectory(
  path: string,
  binaries: Binaries,
  user: SystemUser | undefined,
): Promise<DataDirectory> {
  const place = await reachableDirectory(resolve(path), user);
  const directory = {
    path: place,
    cluster: join(place, 'cluster'),
    log: join(place, 'server.log'),
    owner: join(place, 'owner'),
  };
  const passwordFile = join(place, 'password');
  const version = await readIfThere(join(directory.cluster, 'PG_VERSION'));
  if (version === undefined) {
    const password = randomBytes(18).toString('base64url');
    await createCluster(directory.cluster, password, binaries, user);
    await writeFile(passwordFile, password, { mode: 0o600 });
    return { ...directory, password };
  }
  if (version.trim() !== binaries.major) {
    throw new Error(
      `${path} holds data of PostgreSQL ${version.trim()}, but PostgreSQL ${binaries.major} is installed. ` +
        'Start with a fresh data directory, or move the data over with pg_dump.',
    );
  }
  return { ...directory, password: await readFile(passwordFile, 'utf8') };
}

/** Made under another name and renamed, so that a killed `initdb` leaves no half-made cluster behind. */
async function createCluster(
  cluster: string,
  password: string,
  binaries: Binaries,
  user: SystemUser | undefined,
): Promise<void> {
  const draft = `${cluster}.new`;
  const passwordFile = `${draft}.password`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user) {
    await chown(draft, user.uid, user.gid);
    await chown(passwordFile, user.uid, user.gid);
  }
  try {
    // The builtin locale sorts alike on every machine, whatever locales it has.
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    const access = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
    await run(binaries.initdb, [`--pgdata=${draft}`, '--no-sync', ...locale, ...access], {
      ...user,
      env: { LC_ALL: 'C', TZ: 'UTC' },
    });
    await rename(draft, cluster);
  } finally {
    await rm(passwordFile, { force: true });
  }
}
