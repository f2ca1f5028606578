import type { DataSource, EntityManager } from 'typeorm';

/** A partition that is over, and what is left to do about it. */
interface OldPartition {
  name: string;
  /** The table it is of; null once it is detached. */
  parent: string | null;
  /** It was being detached when something failed. */
  isPending: boolean;
}

const oldPartitions = `
  select relname as name, inhparent::regclass::text as parent, coalesce(inhdetachpending, false) as "isPending"
  from pg_class left join pg_inherits on inhrelid = pg_class.oid
  where relnamespace = current_schema()::regnamespace and relkind = 'r'
    and relname ~ ('^(' || array_to_string($1::text[], '|') || ')_[0-9]{6}$') and right(relname, 6) < $2
  order by right(relname, 6), relname`;

/**
 * Partitions of tables that are partitioned by range of a time: one a calendar month (UTC), made before it is needed and
 * dropped as a whole when its time is over. Neither keeps anybody from reading or writing the others, not even while
 * somebody takes long to read.
 *
 * Months are told by their first day: `2026-11-01`.
 */
export class MonthlyPartitions {
  private readonly made = new Set<string>();

  /** @param tables in lower case, since they are part of statements and of the names of partitions */
  constructor(
    private readonly dataSource: DataSource,
    private readonly tables: readonly string[],
  ) {}

  /** Makes the partitions of these months where there are none, in a transaction of its own. */
  async ensure(months: Iterable<string>): Promise<void> {
    for (const month of months) {
      if (this.made.has(month)) continue;
      await this.dataSource.transaction(async (manager) => {
        // Two replicas that make the same one wait for each other here and not in the catalogue.
        await manager.query(`select pg_advisory_xact_lock(hashtext('partitions'))`);
        for (const table of this.tables) await makePartition(manager, table, month);
      });
      this.made.add(month);
    }
  }

  /** Drops the partitions of all months before this one; gives their names. What was cut short is finished. */
  async dropBefore(month: string): Promise<string[]> {
    const over = await this.dataSource.query<OldPartition[]>(oldPartitions, [this.tables, compact(month)]);
    for (const { name, parent, isPending } of over) {
      this.made.clear();
      // Dropped while attached, it would lock the whole table, and everybody would wait behind whoever reads the longest.
      if (parent !== null)
        await this.dataSource.query(
          `alter table ${parent} detach partition ${name} ${isPending ? 'finalize' : 'concurrently'}`,
        );
      await this.dataSource.query(`drop table ${name}`);
    }
    return over.map(({ name }) => name);
  }
}

/** Made apart and attached: a partition that is created in place locks the whole table. */
async function makePartition(manager: EntityManager, table: string, month: string): Promise<void> {
  const name = `${table}_${compact(month)}`;
  const [found] = await manager.query<object[]>(
    `select from pg_inherits where inhrelid = to_regclass($1) and inhparent = to_regclass($2)`,
    [name, table],
  );
  if (found) return;
  // One that was detached and not dropped yet is of a month that was over.
  await manager.query(`drop table if exists ${name}`);
  await manager.query(`create table ${name} (like ${table} including all)`);
  await manager.query(
    `alter table ${table} attach partition ${name}
     for values from ('${month}T00:00:00Z') to ('${monthAfter(month)}T00:00:00Z')`,
  );
}

/** `2026-11-01` → `202611` */
const compact = (month: string): string => month.slice(0, 7).replace('-', '');

function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10);
}
