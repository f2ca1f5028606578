import { Injectable } from '@nestjs/common';
import { Jobs } from '@wellspring/persistence';
import { Logger } from '@wellspring/platform';
import { DataSource } from 'typeorm';
import { BatchesInOrder } from './batches-in-order.ts';
import { BillCopyMetrics } from './bill-copy.metrics.ts';
import { BillStore } from './bill-store.ts';
import { CopyClock } from './copy-clock.ts';
import { BillingEngine, type Changes } from '../billing-engine/billing-engine.ts';
import { BillingSettings } from '../config.ts';
import { BillFeed } from './bill-feed.ts';

/** A first copy of a large operator's bills takes a while; what is done by then is kept, and the next run goes on. */
const timeoutSeconds = 900;

/**
 * Follows the billing engine's feed of changes. Batches are stored side by side, and the cursor moves behind one when it
 * and all before it are stored, so that a sync that dies goes on where it was. A batch may be stored twice or late: bills
 * carry the engine's own number, and only a higher one is news.
 */
@Injectable()
export class BillSync {
  constructor(
    private readonly engine: BillingEngine,
    private readonly feed: BillFeed,
    private readonly bills: BillStore,
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
    const start = await this.feed.cursor();
    const end = await this.follow(start, signal);
    if (!end) return;
    await this.feed.complete(end.asOf);
    this.clock.remember(end.asOf);
    if (end.next > start)
      this.logger.info('bills synchronised', { 'event.action': 'bill-sync', from: start, cursor: end.next });
  }

  /** Gives the end of the feed; nothing when another replica is ahead. */
  private async follow(start: number, signal: AbortSignal): Promise<Changes | undefined> {
    const batches = new BatchesInOrder(this.settings.billSyncHands);
    let cursor = start;
    let changes: Changes;
    let isOurs = true;
    try {
      for (;;) {
        signal.throwIfAborted();
        changes = await this.engine.changes(cursor, this.settings.billSyncBatchSize);
        if (changes.next === cursor || !isOurs) break;
        isOurs = await batches.add(this.batch(cursor, changes));
        cursor = changes.next;
      }
    } finally {
      // What was read before something failed is kept, and the next run goes on behind it.
      isOurs = await batches.end();
    }
    return isOurs ? changes : undefined;
  }

  private batch(from: number, changes: Changes): Parameters<BatchesInOrder['add']>[0] {
    return {
      stored: this.dataSource.transaction((manager) => this.bills.save(manager, changes)),
      confirm: async () => {
        const isMoved = await this.feed.advance(from, changes.next, changes.latest);
        if (isMoved) this.metrics.synced.inc({}, changes.bills.length);
        return isMoved;
      },
    };
  }
}
