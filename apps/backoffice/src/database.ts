import { Pool, type PoolClient, TypeOverrides, types } from 'pg';
import type { Log } from './log.ts';

const parsers = new TypeOverrides();
parsers.setTypeParser(types.builtins.INT8, safeInteger);
// A calendar date has no time zone: as text it cannot shift by a day.
parsers.setTypeParser(types.builtins.DATE, (text) => text);

export function openDatabase(url: string, log: Log, max = 10): Pool {
  const pool = new Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 10_000,
    application_name: 'backoffice',
    types: parsers,
  });
  pool.on('error', (error) => {
    log('warn', 'an idle database connection was lost', { error });
  });
  // A connection lost while in use fails its query; unheard, its error event would end the process as well.
  pool.on('connect', (client) =>
    client.on('error', (error) => {
      log('debug', 'a database connection was lost', { error });
    }),
  );
  return pool;
}

export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    // A connection whose rollback fails is of no use to the next one.
    const failed = await client.query('ROLLBACK').then(
      () => false,
      () => true,
    );
    client.release(failed);
    throw error;
  }
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a safe integer`);
  return value;
}
