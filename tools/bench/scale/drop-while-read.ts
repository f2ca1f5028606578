import type { Measured } from '../load.ts';
import type { MeasuredService, ReadLoad } from './measured-service.ts';
import { onDatabase, oneRow } from './on-database.ts';
import type { ScaledService } from './scaled-services.ts';

/** What reads felt of old months being dropped. */
export interface DroppedWhileRead {
  partitions: number;
  /** Name of what was read. */
  read: string;
  before: Measured;
  meanwhile: Measured;
}

const monthsKept = '7';
const readName = 'single uses';

/**
 * Usage of fewer months is kept from now on: the job that drops the others runs while customers read what is in all
 * partitions. Fails when a read does.
 */
export async function dropWhileRead(
  measured: MeasuredService,
  { reads }: ScaledService,
  load: ReadLoad,
): Promise<DroppedWhileRead> {
  const read = reads.find(({ name }) => name === readName);
  if (!read) throw new Error(`Nothing is called ${readName}.`);
  const before = await measured.read(read, load);
  const had = await partitions(measured);
  await measured.stop();
  // The job of the day has run: this has the next start run it again.
  await onDatabase(measured.databaseUrl, (client) =>
    client.query(`DELETE FROM pgboss.job WHERE name = 'usage-partitions'`),
  );
  await measured.start({ USAGE_RETENTION_MONTHS: monthsKept });
  const meanwhile = await measured.read(read, load);
  const dropped = had - (await partitions(measured));
  if (dropped === 0) throw new Error('No partition was dropped.');
  return { partitions: dropped, read: read.name, before, meanwhile };
}

async function partitions({ databaseUrl }: MeasuredService): Promise<number> {
  const { count } = await oneRow<{ count: number }>(
    databaseUrl,
    `SELECT count(*)::int AS count FROM pg_class WHERE relkind = 'r' AND relname ~ '^usage_(record|day|month)_[0-9]{6}$'`,
  );
  return count;
}
