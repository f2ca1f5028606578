import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { readIfThere } from './read-if-there.ts';
import { createDatabase, startPostgres } from './start-postgres.ts';

export interface TemporaryDatabase {
  name: string;
  /** Connection string as the superuser. */
  url: string;
  /** Drops the database, cutting connections that are still open. */
  drop(): Promise<void>;
}

/**
 * An empty database of its own for a test. The server is the one `TEST_POSTGRES_URL` points at; without it, one is
 * started on first use and shared by everything in this process.
 */
export async function temporaryDatabase(prefix = 'test'): Promise<TemporaryDatabase> {
  // The variable concerns the test run, not a service, so no service's configuration declares it.
  // eslint-disable-next-line no-restricted-properties
  const server = process.env['TEST_POSTGRES_URL'] ?? (await (ownServer ??= serverOfThisProcess()));
  const name = `${prefix}_${randomBytes(6).toString('hex')}`;
  await createDatabase(server, name);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { name, url: url.href, drop: () => dropDatabase(server, name) };
}

let ownServer: Promise<string> | undefined;

/**
 * Jest gives every test file a module registry and globals of its own, so what the files of one process share is a
 * file named after the process. The server ends with the process by itself and takes the directory with it.
 */
async function serverOfThisProcess(): Promise<string> {
  const dataDir = join(tmpdir(), `wellspring-test-postgres-${process.pid}`);
  const urlFile = join(dataDir, 'url');
  const running = await readIfThere(urlFile);
  if (running !== undefined && (await answers(running))) return running;
  const server = await startPostgres({ dataDir, persistent: false });
  await writeFile(urlFile, server.url(), { mode: 0o600 });
  return server.url();
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

async function dropDatabase(server: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`);
  } finally {
    await client.end();
  }
}
