import { Injectable } from '@nestjs/common';
import { Database, Jobs } from '@wellspring/persistence';
import { HealthRegistry } from '@wellspring/platform';
import { type FeedPage, type RejectedRecord, sortOut, storableJson } from '@wellspring/read-model';
import { DataSource, type EntityManager } from 'typeorm';
import { UsageSettings } from '../config.ts';
import { Rating } from '../rating/rating.ts';
import { mapUsageRecord } from '../rating/usage-record.mapping.ts';
import type { UsageRecord } from '../usage/usage.ts';
import { Thresholds } from './thresholds.ts';
import { UsageFeedMetrics } from './usage-feed.metrics.ts';
import { UsageLedger } from './usage-ledger.ts';

const syncTimeoutSeconds = 900;

/** A stretch of the feed, and when it was asked for. */
interface Fetched {
  asOf: Date;
  page: FeedPage;
}

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
      handler: async ({ signal }) => {
        await this.sync(signal);
      },
    });
    health.register({ name: 'usage-feed', kind: 'degrading', check: () => this.check() });
  }

  /** Until when all usage is known; `undefined` until the feed was followed to its end for the first time. */
  async asOf(): Promise<Date | undefined> {
    return (await this.position()).asOf ?? undefined;
  }

  /**
   * Counts what was rated until there is nothing more; the next page is fetched while one is stored. Run by a job; to be
   * called by tests. False when another replica is ahead, which goes on.
   */
  async sync(signal: AbortSignal): Promise<boolean> {
    let { cursor } = await this.position();
    let coming = this.fetch(cursor);
    for (;;) {
      signal.throwIfAborted();
      const { asOf, page } = await coming;
      if (page.next === cursor) {
        await this.completed(cursor, asOf, page.latest);
        return true;
      }
      coming = this.fetch(page.next);
      // Told when its turn comes; until then nobody listens, which must not end the process.
      coming.catch(() => undefined);
      // Another replica that was ahead has counted this page.
      if (!(await this.store(cursor, page))) return false;
      cursor = page.next;
    }
  }

  private async fetch(cursor: number): Promise<Fetched> {
    const asOf = new Date();
    return { asOf, page: await this.rating.changedRecords(cursor, this.settings.usageSyncBatchSize) };
  }

  /** There was nothing behind the cursor at this time. */
  private async completed(cursor: number, asOf: Date, latest: number | undefined): Promise<void> {
    await this.database.query({
      name: 'usage-feed-completed',
      text: 'update usage_feed set as_of = greatest(as_of, $1::timestamptz), latest = $2 where cursor = $3',
      values: [asOf, latest ?? null, cursor],
    });
  }

  private async store(cursor: number, { items, next, latest }: FeedPage): Promise<boolean> {
    const { records, rejected } = sortOut(items.map((item) => mapUsageRecord(item)));
    const { kept, left } = await this.ledger.prepare(records);
    return this.dataSource.transaction(async (manager) => {
      const [place] = await manager.query<{ isCounted: boolean; wasComplete: boolean }[]>(
        `select cursor <> $1 as "isCounted", as_of is not null as "wasComplete" from usage_feed for update`,
        [cursor],
      );
      if (!place || place.isCounted) return false;
      const customers = await this.ledger.count(manager, kept);
      await this.thresholds.check(manager, customers, !place.wasComplete);
      await release(manager, kept);
      await keepRejected(manager, rejected);
      await manager.query('update usage_feed set cursor = $1, latest = $2', [next, latest ?? null]);
      this.metrics.counted(records.length - left, left, rejected.length);
      return true;
    });
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

  /** How many uses of this customer, or of all, could not be believed. */
  async missing(customerId?: string): Promise<number> {
    const [row] = await this.database.query<{ uses: number }>({
      name: 'usage-missing',
      text: 'select count(*)::int as uses from usage_rejected where $1::text is null or owner = $1',
      values: [customerId ?? null],
    });
    return row?.uses ?? 0;
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

/** What was put right is counted, and waits for nobody any more. */
async function release(manager: EntityManager, kept: readonly UsageRecord[]): Promise<void> {
  await manager.query('delete from usage_rejected where id = any($1)', [kept.map(({ id }) => id)]);
}

/** Records that cannot be believed are counted nowhere, and kept for a person to look at; the last of each id. */
async function keepRejected(manager: EntityManager, rejected: readonly RejectedRecord[]): Promise<void> {
  if (rejected.length === 0) return;
  const rows = new Map(
    rejected.map(({ id = 'unknown', owner, reason, payload }) => [id, { id, owner, reason, payload }]),
  );
  await manager.query(
    `insert into usage_rejected (id, owner, reason, payload)
     select id, owner, reason, payload from json_populate_recordset(null::usage_rejected, $1) order by id
     on conflict (id) do update set
       owner = excluded.owner, reason = excluded.reason, payload = excluded.payload, seen_at = now()`,
    [storableJson([...rows.values()])],
  );
}
