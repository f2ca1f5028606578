import { Injectable } from '@nestjs/common';
import { Jobs } from '@wellspring/persistence';
import { Logger } from '@wellspring/platform';
import { DataSource } from 'typeorm';
import { BillCopyMetrics } from './bill-copy.metrics.ts';
import { BillStore } from './bill-store.ts';
import { RejectedInvoices } from './rejected-invoices.ts';
import { CopyClock } from './copy-clock.ts';
import { BillingEngine, type Changes } from '../billing-engine/billing-engine.ts';
import { BillingSettings } from '../config.ts';
import { BillFeed } from './bill-feed.ts';

/** A first copy of a large operator's bills takes a while; what is done by then is kept, and the next run goes on. */
const timeoutSeconds = 900;

/**
 * Follows the billing engine's feed of changes. A batch and the cursor behind it are stored in one transaction, so that
 * a sync that dies goes on where it was.
 */
@Injectable()
export class BillSync {
  constructor(
    private readonly engine: BillingEngine,
    private readonly feed: BillFeed,
    private readonly bills: BillStore,
    private readonly rejected: RejectedInvoices,
    private readonly clock: CopyClock,
    private readonly metrics: BillCopyMetrics,
    private readonly dataSource: DataSource,
    private readonly settings: BillingSettings,
    private readonly logger: Logger,
    jobs: Jobs,
  ) {
    jobs.schedule({
      name: 'bill-sync',
      everySeconds: settings.billSyncIntervalSeconds,
      timeoutSeconds,
      handler: ({ signal }) => this.run(signal),
    });
  }

  /** Stores what changed until there is nothing more. */
  async run(signal: AbortSignal): Promise<void> {
    let received = 0;
    let cursor = await this.feed.cursor();
    for (;;) {
      signal.throwIfAborted();
      const changes = await this.engine.changes(cursor, this.settings.billSyncBatchSize);
      if (changes.next === cursor) {
        await this.feed.complete(changes.asOf);
        this.clock.remember(changes.asOf);
        break;
      }
      if (!(await this.store(cursor, changes))) return;
      received += changes.bills.length;
      cursor = changes.next;
    }
    if (received > 0) this.logger.info('bills synchronised', { 'event.action': 'bill-sync', bills: received, cursor });
  }

  private async store(cursor: number, changes: Changes): Promise<boolean> {
    const stored = await this.dataSource.transaction(async (manager) => {
      if (!(await this.feed.advance(manager, cursor, changes.next))) return false;
      await this.bills.save(manager, changes);
      await this.rejected.save(manager, changes.rejected);
      return true;
    });
    if (stored) this.metrics.synced.inc({}, changes.bills.length);
    return stored;
  }
}
