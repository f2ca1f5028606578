import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '../processes/free-port.ts';
import { findBinaries } from './binaries.ts';
import { openDataDirectory } from './data-directory.ts';
import { clearLeftover } from './leftover.ts';
import { ServerProcess } from './server-process.ts';
import { postgresUser } from './system-user.ts';

export interface PostgresOptions {
  /** Where the data lives. Kept between starts unless `persistent` is false. Default: a temporary directory. */
  dataDir?: string;
  /** TCP port on 127.0.0.1; 0 (the default) takes a free one. */
  port?: number;
  /** Keep the data, and write it safely. Default: true when `dataDir` is given. */
  persistent?: boolean;
}

export interface Postgres {
  port: number;
  /** Connection string of a database as the superuser; without a name, of the maintenance database `postgres`. */
  url(database?: string): string;
  /** Creates the database unless it is there already. */
  createDatabase(name: string): Promise<void>;
  /** Resolves when the server ends without having been stopped, with the end of its log. */
  readonly ended: Promise<string>;
  /** Shuts the server down cleanly; a server that is not persistent leaves nothing behind. */
  stop(): Promise<void>;
}

const freePortAttempts = 5;

/**
 * Starts PostgreSQL from npm on this machine: as root under the account `postgres`, otherwise as the current user.
 * The server ends with this process, even when it is killed; the next start recovers by itself.
 *
 * @throws Error with the reason in plain words: data directory or port in use, no binaries for this machine, or the
 * last lines of the server's log.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const persistent = options.persistent ?? options.dataDir !== undefined;
  const path = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'wellspring-postgres-')));
  try {
    return await start(path, persistent, options.port ?? 0);
  } catch (error) {
    if (options.dataDir === undefined) await rm(path, { recursive: true, force: true });
    throw error;
  }
}

async function start(path: string, persistent: boolean, wantedPort: number): Promise<Postgres> {
  const user = await postgresUser();
  const binaries = await findBinaries(user);
  const directory = await openDataDirectory(path, binaries, user);
  await clearLeftover(directory);
  await writeFile(directory.owner, String(process.pid));

  const [server, port] = await withPort(wantedPort, (candidate) =>
    ServerProcess.start(binaries, directory, user, { port: candidate, temporary: !persistent }),
  );
  const url = (database = 'postgres'): string =>
    `postgres://postgres:${directory.password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
  return {
    port,
    url,
    createDatabase: (name) => createDatabase(url(), name),
    ended: server.ended,
    stop: async () => {
      await server.stop();
      await rm(directory.owner, { force: true });
      if (!persistent) await rm(directory.path, { recursive: true, force: true });
    },
  };
}

/** Creates a database on the server of `serverUrl` unless it is there already. */
export async function createDatabase(serverUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

/** PostgreSQL cannot choose a port itself; between our choosing one and its taking it, somebody else may have it. */
async function withPort<T>(wanted: number, start: (port: number) => Promise<T>): Promise<[T, number]> {
  for (let attempt = 1; ; attempt += 1) {
    const port = wanted || (await freePort());
    try {
      return [await start(port), port];
    } catch (error) {
      const taken = error instanceof Error && error.message.includes('Address already in use');
      if (taken && wanted)
        throw new Error(`Port ${wanted} is in use, PostgreSQL cannot start on it.`, { cause: error });
      if (!taken || attempt === freePortAttempts) throw error;
    }
  }
}
