import pg from 'pg';
import type { DataSourceOptions } from 'typeorm';
import type { PersistenceOptions } from '../persistence.options.ts';
import { QuietLogger } from './quiet-logger.ts';

/** Table in which TypeORM keeps the names of the migrations that ran. */
export const migrationsTable = 'migrations';

/**
 * TypeORM's options on a pool that exists already. The driver is handed over as a value, since a bundle has no
 * `node_modules` to look it up in; its `Pool` gives the one pool instead of making another.
 */
export function dataSourceOptions(options: PersistenceOptions, pool: pg.Pool): DataSourceOptions {
  return {
    type: 'postgres',
    driver: { ...pg, Pool: shared(pool) },
    entities: options.entities,
    migrations: options.migrations,
    migrationsTableName: migrationsTable,
    migrationsTransactionMode: 'each',
    synchronize: false,
    logger: new QuietLogger(),
    installExtensions: false,
    // Replaces TypeORM's own handler, which prints to the console; the pool already reports its errors.
    poolErrorHandler: () => undefined,
  };
}

/** A constructor that constructs nothing: `new` gives what the function returns. */
function shared(pool: pg.Pool): () => pg.Pool {
  return function SharedPool() {
    return pool;
  };
}
