import { chown, cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import pg from 'pg';
import { readIfThere } from './read-if-there.ts';
import { type Postgres, startPostgres } from './start-postgres.ts';
import { postgresUser } from './system-user.ts';

/** What is true of the running server only, and must not be of a copy. */
const ofTheProcess = ['postmaster.pid', 'postmaster.opts'];

/**
 * Copies a running server into a data directory, as `pg_basebackup` does over the network. What was written meanwhile is
 * not in it but in the log that the server goes on writing: whoever starts the copy says where it gets that from.
 *
 * @param settings of the copy, which is begun in recovery; `standby.signal` or `recovery.signal` says to what end
 * @returns a data directory for `startPostgres`
 */
export async function copyServer(
  server: Postgres,
  signal: 'standby.signal' | 'recovery.signal',
  settings: Record<string, string>,
): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'wellspring-postgres-copy-'));
  const client = new pg.Client({ connectionString: server.url() });
  await client.connect();
  try {
    const { rows } = await client.query<{ folder: string }>(`select current_setting('data_directory') as folder`);
    const folder = rows[0]?.folder ?? '';
    await client.query(`select pg_backup_start('copy', fast => true)`);
    const cluster = join(dataDir, basename(folder));
    await cp(folder, cluster, { recursive: true, filter: (path) => !ofTheProcess.includes(basename(path)) });
    const stopped = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    await writeFile(join(cluster, 'backup_label'), stopped.rows[0]?.labelfile ?? '');
    await writeFile(join(cluster, signal), '');
    const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`);
    await writeFile(join(cluster, 'postgresql.auto.conf'), lines.join(''));
    await writeFile(join(dataDir, 'password'), (await readIfThere(join(dirname(folder), 'password'))) ?? '');
    await giveToServer(dataDir);
    return dataDir;
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  } finally {
    await client.end();
  }
}

/** A server that follows another, and can take its place: `select pg_promote()`. */
export async function startStandby(primary: Postgres): Promise<Postgres> {
  const { port, password } = new URL(primary.url());
  const connection = `host=127.0.0.1 port=${port} user=postgres password=${decodeURIComponent(password)}`;
  const dataDir = await copyServer(primary, 'standby.signal', {
    primary_conninfo: `${connection} application_name=standby`,
  });
  const standby = await startPostgres({ dataDir, persistent: true });
  return {
    ...standby,
    stop: async () => {
      await standby.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Ends a server as a machine that is gone does: nothing is finished, nothing is said. */
export async function crash(server: Postgres): Promise<void> {
  const client = new pg.Client({ connectionString: server.url() });
  await client.connect();
  const { rows } = await client.query<{ folder: string }>(`select current_setting('data_directory') as folder`);
  // It breaks like all others.
  client.on('error', () => undefined);
  const [pid] = ((await readIfThere(join(rows[0]?.folder ?? '', 'postmaster.pid'))) ?? '').split('\n');
  process.kill(Number(pid), 'SIGQUIT');
  await server.ended;
}

/** Makes a data directory the property of whoever servers run as. */
export async function giveToServer(path: string): Promise<void> {
  const user = await postgresUser();
  if (!user) return;
  await chown(path, user.uid, user.gid);
  for (const entry of await readdir(path, { recursive: true })) await chown(join(path, entry), user.uid, user.gid);
}
