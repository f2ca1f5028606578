import { Injectable } from '@nestjs/common';
import { Jobs } from '@wellspring/persistence';
import { Logger } from '@wellspring/platform';
import { DataSource, type EntityManager } from 'typeorm';
import { UsageSettings } from '../config.ts';
import { monthOf, monthsAfter } from '../usage/usage.ts';

const tables = ['usage_record', 'usage_day', 'usage_month'] as const;
const aDaySeconds = 86_400;

/** Partitions of the usage tables: one a month, made when it is needed and dropped as a whole when its time is over. */
@Injectable()
export class UsagePartitions {
  private readonly made = new Set<string>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly settings: UsageSettings,
    private readonly logger: Logger,
    jobs: Jobs,
  ) {
    jobs.schedule({ name: 'usage-partitions', everySeconds: aDaySeconds, handler: () => this.maintain() });
  }

  /** The first month that is kept. Usage before it is not counted any more. */
  firstKept(now = new Date()): string {
    return monthsAfter(monthOf(now.toISOString()), 1 - this.settings.usageRetentionMonths);
  }

  /** The first month that is not believed in yet: use does not come from the future. */
  firstUnknown(now = new Date()): string {
    return monthsAfter(monthOf(now.toISOString()), 2);
  }

  /** Makes the partitions of these months where there are none. */
  async ensure(manager: EntityManager, months: Iterable<string>): Promise<void> {
    for (const month of months) {
      if (this.made.has(month)) continue;
      // Two replicas that make the same one wait for each other here and not in the catalogue.
      await manager.query(`select pg_advisory_xact_lock(hashtext('usage-partitions'))`);
      for (const table of tables)
        await manager.query(
          `create table if not exists ${partitionOf(table, month)} partition of ${table}
           for values from ('${month}T00:00:00Z') to ('${monthsAfter(month, 1)}T00:00:00Z')`,
        );
      this.made.add(month);
    }
  }

  /** Makes the coming month's partitions ahead of time, and drops those that are over. Run by a job; called by tests. */
  async maintain(now = new Date()): Promise<void> {
    const month = monthOf(now.toISOString());
    const oldest = this.firstKept(now);
    await this.dataSource.transaction((manager) => this.ensure(manager, [month, monthsAfter(month, 1)]));
    const partitions = await this.dataSource.query<{ name: string }[]>(
      `select inhrelid::regclass::text as name from pg_inherits where inhparent = any($1::regclass[])`,
      [tables],
    );
    for (const { name } of partitions) {
      if (name.slice(-6) >= oldest.slice(0, 7).replace('-', '')) continue;
      await this.dataSource.query(`drop table ${name}`);
      this.made.clear();
      this.logger.info('usage that is no longer kept was dropped', {
        'event.action': 'usage-dropped',
        partition: name,
      });
    }
    await this.dataSource.query(`delete from threshold_reached where month < $1::timestamptz`, [`${oldest}T00:00:00Z`]);
    await this.dataSource.query(`delete from usage_rejected where seen_at < $1::timestamptz`, [`${oldest}T00:00:00Z`]);
  }
}

/** `usage_day`, `2026-11-01` → `usage_day_202611` */
function partitionOf(table: (typeof tables)[number], month: string): string {
  return `${table}_${month.slice(0, 7).replace('-', '')}`;
}
