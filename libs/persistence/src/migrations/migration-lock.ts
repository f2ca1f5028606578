import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { DatabaseSettings } from '../database/database.settings.ts';
import { MigrationLockedError, MigrationUnreachableError } from './migrate.errors.ts';

const lockSql = `select pg_advisory_lock(hashtextextended('wellspring:migrate', 0))`;
const tryLockSql = `select pg_try_advisory_lock(hashtextextended('wellspring:migrate', 0)) as locked`;
const lockNotAvailable = '55P03';
/** Wrong password, no such role, no such database: waiting does not cure it. */
const permanent = ['28', '3D'];

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/**
 * A connection that holds the migration lock of its database. The lock goes with the connection, so a migrate that is
 * killed leaves none behind.
 */
export async function lockForMigration(
  settings: DatabaseSettings,
  name: string,
  report: (line: string) => void,
): Promise<pg.Client> {
  const client = await connect(settings, name, report);
  try {
    const { rows } = await client.query<{ locked: boolean }>(tryLockSql);
    if (rows[0]?.locked !== true) {
      report('another migrate is running, waiting for it');
      await client.query(`set lock_timeout = ${settings.migrateLockTimeoutMs}`);
      await client.query(lockSql);
    }
    return client;
  } catch (error) {
    await client.end();
    if (codeOf(error) !== lockNotAvailable) throw error;
    throw new MigrationLockedError(`Another migrate did not finish within ${settings.migrateLockTimeoutMs} ms`, {
      cause: error,
    });
  }
}

async function connect(settings: DatabaseSettings, name: string, report: (line: string) => void): Promise<pg.Client> {
  const deadline = Date.now() + settings.migrateConnectTimeoutMs;
  for (let attempt = 1; ; attempt += 1) {
    const client = new pg.Client({
      connectionString: settings.databaseUrl,
      application_name: name,
      connectionTimeoutMillis: settings.dbAcquireTimeoutMs,
    });
    // A connection that breaks while it only holds the lock must not end the process without a word; the lock is lost
    // with it, and the migrations' own connection says why.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (permanent.some((prefix) => codeOf(error).startsWith(prefix))) throw error;
      if (Date.now() + settings.dbConnectRetryMs > deadline) {
        throw new MigrationUnreachableError(
          `The database did not answer within ${settings.migrateConnectTimeoutMs} ms`,
          { cause: error },
        );
      }
      if (attempt === 1) report('the database does not answer yet, waiting for it');
      await pause(settings.dbConnectRetryMs);
    }
  }
}
