import { Injectable } from '@nestjs/common';
import { Database } from '@wellspring/persistence';
import { HealthRegistry } from '@wellspring/platform';
import { BillCopyMetrics } from './bill-copy.metrics.ts';
import { CopyClock } from './copy-clock.ts';
import { BillingSettings } from '../config.ts';

const look = `select as_of as "asOf", cursor, (select count(*)::int from rejected_invoice) as rejected from bill_feed`;

interface Look {
  asOf: Date | null;
  cursor: string;
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
    this.metrics.quarantined.set({}, row?.rejected ?? 0);
    if (!row?.asOf) throw new Error('the bills have not been copied completely yet');
    this.clock.remember(row.asOf);
    const ageMs = Date.now() - row.asOf.getTime();
    if (ageMs > this.settings.billFreshForMs)
      throw new Error(`the bills were last copied ${Math.round(ageMs / 1_000)} s ago`);
    return { cursor: row.cursor, ageSeconds: Math.round(ageMs / 1_000) };
  }
}
