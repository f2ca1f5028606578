import { Injectable } from '@nestjs/common';
import { Database, Jobs } from '@wellspring/persistence';
import { HealthRegistry } from '@wellspring/platform';
import { type FetchedRecords, type FeedPage, type RejectedRecord, sortOut } from '@wellspring/read-model';
import { DataSource, type EntityManager } from 'typeorm';
import { UsageSettings } from '../config.ts';
import { Rating } from '../rating/rating.ts';
import { mapUsageRecord } from '../rating/usage-record.mapping.ts';
import type { UsageRecord } from '../usage/usage.ts';
import { Thresholds } from './thresholds.ts';
import { UsageFeedMetrics } from './usage-feed.metrics.ts';
import { UsageLedger } from './usage-ledger.ts';

const syncTimeoutSeconds = 900;

interface Position {
  cursor: number;
  latest: number | null;
  asOf: Date | null;
}

/**
 * Follows rating's feed of usage records. Records, sums and the place in the feed are written in one transaction that locks
 * the place: whatever fails or runs twice, each record is counted once.
 */
@Injectable()
export class UsageFeed {
  constructor(
    private readonly dataSource: DataSource,
    private readonly database: Database,
    private readonly rating: Rating,
    private readonly ledger: UsageLedger,
    private readonly thresholds: Thresholds,
    private readonly metrics: UsageFeedMetrics,
    private readonly settings: UsageSettings,
    jobs: Jobs,
    health: HealthRegistry,
  ) {
    jobs.schedule({
      name: 'usage-sync',
      everySeconds: settings.usageSyncIntervalSeconds,
      timeoutSeconds: syncTimeoutSeconds,
      handler: ({ signal }) => this.sync(signal),
    });
    health.register({ name: 'usage-feed', kind: 'degrading', check: () => this.check() });
  }

  /** Until when all usage is known; `undefined` until the feed was followed to its end for the first time. */
  async asOf(): Promise<Date | undefined> {
    return (await this.position()).asOf ?? undefined;
  }

  /** Counts what was rated until there is nothing more. Run by a job; to be called by tests. */
  async sync(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const asOf = new Date();
      const { cursor } = await this.position();
      const page = await this.rating.changedRecords(cursor, this.settings.usageSyncBatchSize);
      if (page.next === cursor) {
        await this.database.query({
          text: 'update usage_feed set as_of = greatest(as_of, $1::timestamptz), latest = $2 where cursor = $3',
          values: [asOf, page.latest ?? null, cursor],
        });
        return;
      }
      // Another replica that was ahead has counted this page.
      if (!(await this.store(cursor, page))) return;
    }
  }

  private async store(cursor: number, page: FeedPage): Promise<boolean> {
    const fetched = sortOut(page.items.map((item) => mapUsageRecord(item)));
    return this.dataSource.transaction(async (manager) => {
      const [place] = await manager.query<{ isCounted: boolean; wasComplete: boolean }[]>(
        `select cursor <> $1 as "isCounted", as_of is not null as "wasComplete" from usage_feed for update`,
        [cursor],
      );
      if (!place || place.isCounted) return false;
      await this.take(manager, fetched, !place.wasComplete);
      await manager.query('update usage_feed set cursor = $1, latest = $2', [page.next, page.latest ?? null]);
      return true;
    });
  }

  private async take(
    manager: EntityManager,
    { records, rejected }: FetchedRecords<UsageRecord>,
    isQuiet: boolean,
  ): Promise<void> {
    const { customers, left } = await this.ledger.count(manager, records);
    await this.thresholds.check(manager, customers, isQuiet);
    await keepRejected(manager, rejected);
    this.metrics.counted(records.length - left, left, rejected.length);
  }

  private async position(): Promise<Position> {
    const [row] = await this.database.query<Position>({
      name: 'usage-feed-position',
      text: 'select cursor::float8, latest::float8, as_of as "asOf" from usage_feed',
      values: [],
    });
    if (row === undefined) throw new TypeError('the feed has a position');
    return row;
  }

  /** For the health report. @throws Error that says what is wrong */
  private async check(): Promise<Record<string, unknown>> {
    const { cursor, latest, asOf } = await this.position();
    if (!asOf) throw new Error(`usage is being copied for the first time: ${cursor} of ${latest ?? 'unknown'}`);
    const ageMs = Date.now() - asOf.getTime();
    this.metrics.age(ageMs / 1_000);
    if (ageMs > this.settings.usageFreshForMs) throw new Error(`usage is only known until ${asOf.toISOString()}`);
    return { asOf: asOf.toISOString(), cursor };
  }
}

/** A record that cannot be believed is counted nowhere, and kept for a person to look at. */
async function keepRejected(manager: EntityManager, rejected: readonly RejectedRecord[]): Promise<void> {
  for (const { id = 'unknown', reason, payload } of rejected)
    await manager.query(
      `insert into usage_rejected (id, reason, payload) values ($1, $2, $3)
       on conflict (id) do update set reason = excluded.reason, payload = excluded.payload, seen_at = now()`,
      [id, reason, JSON.stringify(payload)],
    );
}
