import { Injectable } from '@nestjs/common';
import { Jobs, MonthlyPartitions } from '@wellspring/persistence';
import { Logger } from '@wellspring/platform';
import { DataSource } from 'typeorm';
import { UsageSettings } from '../config.ts';
import { monthOf, monthsAfter } from '../usage/usage.ts';

const tables = ['usage_record', 'usage_day', 'usage_month'] as const;
const aDaySeconds = 86_400;

/** Which months of usage there are: partitions are made ahead of time, and dropped when their time is over. */
@Injectable()
export class UsagePartitions {
  private readonly partitions: MonthlyPartitions;

  constructor(
    private readonly dataSource: DataSource,
    private readonly settings: UsageSettings,
    private readonly logger: Logger,
    jobs: Jobs,
  ) {
    this.partitions = new MonthlyPartitions(dataSource, tables);
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
  ensure(months: Iterable<string>): Promise<void> {
    return this.partitions.ensure(months);
  }

  /** Makes the coming month's partitions ahead of time, and drops those that are over. Run by a job; called by tests. */
  async maintain(now = new Date()): Promise<void> {
    const month = monthOf(now.toISOString());
    await this.ensure([month, monthsAfter(month, 1)]);
    const oldest = this.firstKept(now);
    for (const partition of await this.partitions.dropBefore(oldest)) {
      const action = 'usage-dropped';
      this.logger.info('usage that is no longer kept was dropped', { 'event.action': action, partition });
    }
    await this.dataSource.query(`delete from threshold_reached where month < $1::timestamptz`, [`${oldest}T00:00:00Z`]);
    await this.dataSource.query(`delete from usage_rejected where seen_at < $1::timestamptz`, [`${oldest}T00:00:00Z`]);
  }
}
