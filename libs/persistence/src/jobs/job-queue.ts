import { type Db, PgBoss } from 'pg-boss';
import type { Database } from '../database/database.ts';
import type { DatabaseSettings } from '../database/database.settings.ts';

/** Schema of the job queue's tables. */
export const jobsSchema = 'pgboss';

/** pg-boss on our pool, so that its statements count, time out and reconnect like all others. */
export function queueDatabase(database: Database): Db {
  return { executeSql: (text, values) => database.execute(text, values) };
}

/**
 * The queue as a replica runs it: it works and supervises, but never creates or changes the schema, which only migrate
 * does. Schedules are ours (see {@link Jobs.schedule}), finer than cron's minutes.
 */
export function createQueue(database: Database, settings: DatabaseSettings): PgBoss {
  return new PgBoss({
    db: queueDatabase(database),
    schema: jobsSchema,
    migrate: false,
    createSchema: false,
    schedule: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
    superviseIntervalSeconds: settings.jobsSuperviseIntervalSeconds,
    monitorIntervalSeconds: settings.jobsSuperviseIntervalSeconds,
  });
}
