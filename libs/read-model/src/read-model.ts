import type { Database } from '@wellspring/persistence';
import type { Logger, Metrics } from '@wellspring/platform';
import type { DataSource, EntityManager } from 'typeorm';
import type { ReadModelDeclaration, RecordMapping } from './declaration.ts';
import { CopyClock } from './read/copy-clock.ts';
import { figuresOf, healthOf, type ReadModelFigures } from './read/figures.ts';
import { Freshness } from './read/freshness.ts';
import { OwnerRefresh } from './read/owner-refresh.ts';
import { ReadModelMetrics } from './read-model.metrics.ts';
import type { ReadModelLimits } from './read-model.settings.ts';
import type { FetchedRecords } from './source/record.ts';
import type { RecordSource } from './source/record-source.ts';
import { Quarantine, type QuarantinedRecord } from './store/quarantine.ts';
import { RecordStore } from './store/record-store.ts';
import { FeedFollower } from './sync/feed-follower.ts';
import { FeedPosition } from './sync/feed-position.ts';
import { ReadModelSync } from './sync/read-model-sync.ts';
import { Rebuild } from './sync/rebuild.ts';

/** What a read model is made of. */
export interface ReadModelParts<R> {
  readonly declaration: ReadModelDeclaration<R>;
  readonly source: RecordSource;
  readonly mapping: RecordMapping<R>;
  readonly limits: ReadModelLimits;
  readonly dataSource: DataSource;
  readonly database: Database;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** A service's copy of records that a background system owns. */
export class ReadModel<R> {
  private readonly store: RecordStore<R>;
  private readonly quarantine: Quarantine;
  private readonly position: FeedPosition;
  private readonly clock: CopyClock;
  private readonly freshness: Freshness<R>;
  private readonly following: ReadModelSync<R>;
  private readonly rebuilding: Rebuild<R>;
  private readonly metrics: ReadModelMetrics;

  constructor(private readonly parts: ReadModelParts<R>) {
    const { declaration, source, mapping, limits, dataSource, database, logger } = parts;
    const { name, table } = declaration;
    this.metrics = new ReadModelMetrics(parts.metrics, name);
    this.quarantine = new Quarantine(name, table, database, this.metrics, logger);
    this.store = new RecordStore(declaration, mapping, this.quarantine);
    this.position = new FeedPosition(name, database);
    this.clock = new CopyClock(name, database);
    const save = this.store.save.bind(this.store);
    const forget = this.quarantine.forget.bind(this.quarantine);
    const ofOwner = source.ofOwner?.bind(source);
    const owners = ofOwner && new OwnerRefresh(declaration, ofOwner, save, forget, dataSource);
    this.freshness = new Freshness(declaration, this.clock, owners, limits, this.metrics, logger);
    const follower = new FeedFollower(declaration, source, save, dataSource, limits);
    const { position, quarantine, metrics } = this;
    this.following = new ReadModelSync(name, follower, position, quarantine, limits, metrics, logger);
    this.rebuilding = new Rebuild(declaration, follower, position, database, metrics, logger);
  }

  get name(): string {
    return this.parts.declaration.name;
  }

  /** Until when the copy was last known to be complete; `undefined` until it has been. */
  get completeAt(): Date | undefined {
    return this.clock.remembered();
  }

  /**
   * To be called before an owner's records are read. Gives the age of the copy in whole seconds, for the `Age` header
   * (RFC 9111, section 5.1).
   * @param owner `undefined` where records have none
   * @throws RecordsUnavailableError when nothing is known of this owner and the source does not answer
   */
  async refreshIfOld(owner?: string): Promise<number> {
    const asOf = await this.freshness.asOf(owner);
    return Math.max(0, Math.floor((Date.now() - asOf.getTime()) / 1_000));
  }

  /**
   * How many records of this owner, or of all, cannot be shown at the moment: whoever reads is to be told, and no sum over
   * the others is the whole of it.
   */
  async missing(owner?: string): Promise<number> {
    const records = await this.quarantine.missing(owner);
    if (records > 0) this.metrics.answeredIncompletely();
    return records;
  }

  /** Refreshes as far as the budget allows; tells whether it happened in time. */
  async refresh(owner: string): Promise<boolean> {
    return (await this.freshness.refresh(owner)) !== undefined;
  }

  /** Takes over what the source was asked for otherwise, where it is news, in a transaction of the caller's. */
  async save(manager: EntityManager, fetched: FetchedRecords<R>): Promise<void> {
    await this.store.save(manager, fetched);
  }

  /**
   * Stores what changed until there is nothing more. Run by a job; to be called by tests. False when another replica is
   * ahead, which goes on.
   */
  async sync(signal: AbortSignal): Promise<boolean> {
    const completeAt = await this.following.run(signal);
    if (!completeAt) return false;
    this.clock.remember(completeAt);
    return true;
  }

  /** Has records of another shape written again, if there are any. Run by a job; to be called by tests. */
  rebuild(signal: AbortSignal): Promise<void> {
    return this.rebuilding.run(signal);
  }

  /** For the health report; brings the metrics up to date as well. @throws Error that says what is wrong with the copy */
  async check(): Promise<Record<string, unknown>> {
    const figures = await this.figures();
    this.metrics.setQuarantined(figures.quarantined);
    this.metrics.setRebuilding(figures.rebuild !== null);
    if (figures.progress !== null) this.metrics.setProgress(figures.progress);
    if (figures.asOf) this.clock.remember(figures.asOf);
    return healthOf(figures, this.parts.declaration.plural, this.parts.limits.freshForMs);
  }

  async figures(): Promise<ReadModelFigures> {
    return figuresOf(this.parts.declaration, await this.position.read(), await this.quarantine.count());
  }

  quarantined(after: string | undefined, limit: number): Promise<QuarantinedRecord[]> {
    return this.quarantine.list(after, limit);
  }
}
