import { DependencyError, type FailureOutcome, type Logger } from '@wellspring/platform';
import type { ReadModelDeclaration } from '../declaration.ts';
import { RecordsUnavailableError } from '../read-model.errors.ts';
import type { ReadModelMetrics } from '../read-model.metrics.ts';
import type { ReadModelLimits } from '../read-model.settings.ts';
import { type CopyClock, later } from './copy-clock.ts';
import type { OwnerRefresh } from './owner-refresh.ts';

interface Refresh {
  readonly outcome: 'refreshed' | 'late' | 'failed';
  readonly asOf?: Date;
  /** The source could not say it of this owner, which tells nothing of what it says of others. */
  readonly isOfThisOwner?: boolean;
}

/** How long reads stop asking a source that did not answer one of them in time. */
const pauseMs = 2_000;
/** The source refused this owner, or sent something unreadable about them. */
const ofThisOwner: ReadonlySet<FailureOutcome> = new Set(['4xx', 'bad_payload']);
/** What it would answer of anybody: who asks is not let in, or asks too much (RFC 9110, RFC 6585). */
const ofAnybody: ReadonlySet<number> = new Set([401, 403, 407, 408, 429]);

/** Decides when a read is served from the copy as it is and when the source is asked first. */
export class Freshness<R> {
  private pausedUntil = 0;

  constructor(
    private readonly declaration: ReadModelDeclaration<R>,
    private readonly clock: CopyClock,
    private readonly owners: OwnerRefresh<R> | undefined,
    private readonly limits: ReadModelLimits,
    private readonly metrics: ReadModelMetrics,
    private readonly logger: Logger,
  ) {}

  /**
   * When the copy of this owner's records is from, refreshed if need be. A recent copy costs nothing; an older one is
   * refreshed, for which a read waits no longer than the budget, and not at all just after another read has waited in
   * vain. With no copy at all it waits longer, since the only other answer is none.
   * @throws RecordsUnavailableError when nothing is known of this owner and the source does not answer
   */
  async asOf(owner: string | undefined): Promise<Date> {
    let asOf = this.clock.remembered();
    if (!this.isFresh(asOf)) asOf = await this.clock.lookUp(owner);
    if (!asOf) asOf = await this.refresh(owner, this.limits.firstReadBudgetMs);
    else if (!this.isFresh(asOf) && Date.now() >= this.pausedUntil) asOf = later(asOf, await this.refresh(owner));
    if (!asOf) throw new RecordsUnavailableError(this.declaration);
    return asOf;
  }

  /** Refreshes as far as the budget allows; gives `undefined` when it did not happen in time. */
  async refresh(owner: string | undefined, budgetMs = this.limits.refreshBudgetMs): Promise<Date | undefined> {
    if (owner === undefined || this.owners === undefined) return undefined;
    const late = Promise.withResolvers<Refresh>();
    const timer = setTimeout(() => {
      late.resolve({ outcome: 'late' });
    }, budgetMs);
    const {
      outcome,
      asOf,
      isOfThisOwner = false,
    } = await Promise.race([this.attempt(this.owners, owner), late.promise]);
    clearTimeout(timer);
    this.metrics.refreshed(outcome);
    if (outcome !== 'refreshed' && !isOfThisOwner) this.pausedUntil = Date.now() + pauseMs;
    return asOf;
  }

  private async attempt(owners: OwnerRefresh<R>, owner: string): Promise<Refresh> {
    try {
      return { outcome: 'refreshed', asOf: await owners.refresh(owner) };
    } catch (error) {
      // The HTTP client has counted and logged what the source did; anything else is news.
      if (error instanceof DependencyError) return { outcome: 'failed', isOfThisOwner: isOfThisOwner(error) };
      this.logger.error(`${this.declaration.plural} were not refreshed`, error, { model: this.declaration.name });
      return { outcome: 'failed' };
    }
  }

  private isFresh(asOf: Date | undefined): boolean {
    return asOf !== undefined && Date.now() - asOf.getTime() <= this.limits.freshForMs;
  }
}

function isOfThisOwner({ outcome, status }: DependencyError): boolean {
  return ofThisOwner.has(outcome) && !(status !== undefined && ofAnybody.has(status));
}
