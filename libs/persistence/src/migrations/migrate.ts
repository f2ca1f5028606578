import { Configuration, type Environment } from '@wellspring/platform';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../database/data-source.ts';
import { DatabaseSettings } from '../database/database.settings.ts';
import type { PersistenceOptions } from '../persistence.options.ts';
import { findPersistence } from './find-persistence.ts';
import { lockForMigration } from './migration-lock.ts';

/** As much of a service as migrate needs; what `defineService` gives fits. */
export interface MigratedService {
  readonly name: string;
  /** The root module, somewhere below which `PersistenceModule.forRoot` is imported. */
  readonly module: unknown;
}

export interface MigrateOptions {
  env: Environment;
  /** Told what happens, a line at a time. */
  report?: (line: string) => void;
}

/**
 * Brings the schema of a service's database up to date and gives the names of the migrations it ran. Only one runs at a
 * time per database: a second one waits and then finds nothing to do. Each migration has its own transaction.
 *
 * @throws ConfigurationError when `DATABASE_URL` or another database setting is wrong
 * @throws MigrationUnreachableError when the database does not answer in time
 * @throws MigrationLockedError when another migrate does not finish in time
 */
export async function migrate(
  service: MigratedService,
  { env, report = () => undefined }: MigrateOptions,
): Promise<string[]> {
  const settings = Configuration.load([DatabaseSettings], env).get(DatabaseSettings);
  const options = await findPersistence(service.module);
  if (options === undefined) throw new Error(`${service.name} does not import PersistenceModule.forRoot`);

  const name = `${service.name}-migrate`;
  const lock = await lockForMigration(settings, name, report);
  const pool = new pg.Pool({
    connectionString: settings.databaseUrl,
    application_name: name,
    // Not what a request waits for: a database that has much to do is waited for, as for the lock before.
    connectionTimeoutMillis: settings.migrateConnectTimeoutMs,
    lock_timeout: settings.migrateDdlLockTimeoutMs,
  });
  pool.on('error', () => undefined);
  try {
    const ran = await runPending(options, pool, report);
    if (options.jobs === true) {
      const { migrateQueue } = await import('../jobs/migrate-queue.ts');
      await migrateQueue(pool);
    }
    report(ran.length === 0 ? 'the schema is up to date' : `ran ${ran.length} migrations, the schema is up to date`);
    return ran;
  } finally {
    await pool.end();
    await lock.end();
  }
}

async function runPending(
  options: PersistenceOptions,
  pool: pg.Pool,
  report: (line: string) => void,
): Promise<string[]> {
  const dataSource = new DataSource(dataSourceOptions(options, pool));
  await dataSource.initialize();
  const ran = await dataSource.runMigrations({ transaction: 'each' });
  for (const { name } of ran) report(`ran ${name}`);
  return ran.map(({ name }) => name);
}
