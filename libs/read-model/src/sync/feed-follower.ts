import type { DataSource, EntityManager } from 'typeorm';
import { type FetchedRecords, sortOut } from '../source/record.ts';
import type { FeedPage, RecordSource } from '../source/record-source.ts';
import type { ReadModelDeclaration } from '../declaration.ts';
import type { ReadModelLimits } from '../read-model.settings.ts';
import { BatchesInOrder } from './batches-in-order.ts';

/** The end of the feed: there was nothing behind it at this time. */
export interface FeedEnd {
  readonly cursor: number;
  readonly asOf: Date;
}

/** A stretch of the feed that is stored. */
export interface StoredPage extends Pick<FeedPage, 'next' | 'latest'> {
  readonly from: number;
  readonly records: number;
  /** How many of them were news. */
  readonly written: number;
}

export interface Followed {
  readonly signal: AbortSignal;
  /** Moves the cursor behind the page; false when another replica has moved it meanwhile. */
  readonly confirm: (page: StoredPage) => Promise<boolean>;
}

/**
 * Follows the source's feed of changes to its end. Batches are stored side by side, and each is confirmed when it and all
 * before it are stored, so that one who dies can be followed by another. A batch may be stored twice or late: records carry
 * the source's own counter, and only a higher one is news.
 */
export class FeedFollower<R> {
  constructor(
    private readonly declaration: ReadModelDeclaration<R>,
    private readonly source: RecordSource,
    private readonly save: (manager: EntityManager, fetched: FetchedRecords<R>) => Promise<number>,
    private readonly dataSource: DataSource,
    private readonly limits: ReadModelLimits,
  ) {}

  /** Gives the end of the feed; nothing when another replica is ahead. */
  async follow(start: number, { signal, confirm }: Followed): Promise<FeedEnd | undefined> {
    const batches = new BatchesInOrder(this.limits.syncHands);
    let cursor = start;
    let asOf: Date;
    let isOurs = true;
    try {
      for (;;) {
        signal.throwIfAborted();
        asOf = new Date();
        const page = await this.source.changes(cursor, this.limits.syncBatchSize);
        if (page.next === cursor || !isOurs) break;
        isOurs = await batches.add(this.batch(cursor, page, confirm));
        cursor = page.next;
      }
    } finally {
      // What was read before something failed is kept, and the next run goes on behind it.
      isOurs = await batches.end();
    }
    return isOurs ? { cursor, asOf } : undefined;
  }

  private batch(
    from: number,
    { items, next, latest }: FeedPage,
    confirm: Followed['confirm'],
  ): Parameters<BatchesInOrder['add']>[0] {
    const fetched = sortOut(items.map((item) => this.declaration.read(item)));
    let written = 0;
    return {
      stored: this.dataSource.transaction(async (manager) => {
        written = await this.save(manager, fetched);
      }),
      confirm: () => confirm({ from, next, latest, records: fetched.records.length, written }),
    };
  }
}
