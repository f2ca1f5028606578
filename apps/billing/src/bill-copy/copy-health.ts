import { Injectable } from '@nestjs/common';
import { Database } from '@wellspring/persistence';
import { HealthRegistry } from '@wellspring/platform';
import { BillCopyMetrics } from './bill-copy.metrics.ts';
import { CopyClock } from './copy-clock.ts';
import { BillingSettings } from '../config.ts';

const look = `
  select as_of as "asOf", cursor::float8, latest::float8, (select count(*)::int from rejected_invoice) as rejected
  from bill_feed`;

interface Look {
  asOf: Date | null;
  cursor: number;
  latest: number | null;
  rejected: number;
}

/** An old copy makes the service worse, not useless: it is reported as degraded and goes on answering. */
@Injectable()
export class CopyHealth {
  constructor(
    private readonly database: Database,
    private readonly clock: CopyClock,
    private readonly metrics: BillCopyMetrics,
    private readonly settings: BillingSettings,
    health: HealthRegistry,
  ) {
    health.register({ name: 'bill-copy', kind: 'degrading', check: () => this.check() });
  }

  async check(): Promise<Record<string, unknown>> {
    const [row] = await this.database.query<Look>({ name: 'copy-health', text: look });
    if (!row) throw new TypeError('bill_feed has no row');
    const progress = row.latest === null ? undefined : Math.min(1, row.cursor / row.latest);
    this.metrics.quarantined.set({}, row.rejected);
    if (progress !== undefined) this.metrics.progress.set({}, progress);
    if (!row.asOf) throw new Error(`the first copy of the bills is being made: ${describe(progress, row)}`);
    this.clock.remember(row.asOf);
    const ageMs = Date.now() - row.asOf.getTime();
    if (ageMs > this.settings.billFreshForMs)
      throw new Error(`the bills were last copied ${Math.round(ageMs / 1_000)} s ago`);
    return { cursor: row.cursor, ageSeconds: Math.round(ageMs / 1_000) };
  }
}

function describe(progress: number | undefined, { cursor, latest }: Look): string {
  if (progress === undefined) return `change ${cursor}`;
  return `${Math.floor(progress * 100)} % (change ${cursor} of ${latest ?? cursor})`;
}
