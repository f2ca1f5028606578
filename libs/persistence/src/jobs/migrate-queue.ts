import { setTimeout as pause } from 'node:timers/promises';
import { PgBoss } from 'pg-boss';
import type { Pool } from 'pg';
import { jobsSchema } from './job-queue.ts';

const pollMs = 200;

/** Creates or upgrades the tables of the job queue, and waits for the indexes it builds in the background. */
export async function migrateQueue(pool: Pool): Promise<void> {
  const queue = new PgBoss({
    db: { executeSql: async (text, values) => pool.query(text, values) },
    schema: jobsSchema,
    migrate: true,
    supervise: false,
    schedule: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
  });
  const failures: Error[] = [];
  queue.on('error', (error) => failures.push(error));
  await queue.start();
  try {
    while (await isBuilding(queue)) await pause(pollMs);
  } finally {
    await queue.stop({ close: false });
  }
  if (failures.length > 0) throw new AggregateError(failures, 'The job queue could not be migrated');
}

async function isBuilding(queue: PgBoss): Promise<boolean> {
  const commands = await queue.getBamStatus();
  if (commands.some(({ status }) => status === 'failed'))
    throw new Error('An index of the job queue could not be built');
  return commands.some(({ status }) => status === 'pending' || status === 'in_progress');
}
