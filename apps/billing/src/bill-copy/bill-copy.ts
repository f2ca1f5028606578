import { Injectable } from '@nestjs/common';
import { DependencyError, Logger } from '@wellspring/platform';
import { BillingSettings } from '../config.ts';
import { BillCopyMetrics } from './bill-copy.metrics.ts';
import { BillsUnavailableError } from '../bill/bill.errors.ts';
import { CopyClock, later } from './copy-clock.ts';
import { CustomerRefresh } from './customer-refresh.ts';

interface Refresh {
  outcome: 'refreshed' | 'late' | 'failed';
  asOf?: Date;
}

/** How long reads stop asking an engine that did not answer one of them in time. */
const pauseMs = 2_000;

/** Decides when a read is served from the copy as it is and when the billing engine is asked first. */
@Injectable()
export class BillCopy {
  private pausedUntil = 0;

  constructor(
    private readonly clock: CopyClock,
    private readonly customers: CustomerRefresh,
    private readonly metrics: BillCopyMetrics,
    private readonly settings: BillingSettings,
    private readonly logger: Logger,
  ) {}

  /**
   * To be called before a customer's bills are read. Gives the age of the copy in whole seconds, for the `Age` header
   * (RFC 9111, section 5.1). A recent copy costs nothing; an older one is refreshed, for which a read waits no longer
   * than the budget, and not at all just after another read has waited in vain. With no copy at all it waits longer, since
   * the only other answer is none.
   * @throws BillsUnavailableError when nothing is known of this customer and the engine does not answer
   */
  async refreshIfOld(customerId: string): Promise<number> {
    let asOf = this.clock.remembered();
    if (!this.isFresh(asOf)) asOf = await this.clock.lookUp(customerId);
    if (!asOf) asOf = await this.refresh(customerId, this.settings.billFirstReadBudgetMs);
    else if (!this.isFresh(asOf) && Date.now() >= this.pausedUntil) asOf = later(asOf, await this.refresh(customerId));
    if (!asOf) throw new BillsUnavailableError();
    return Math.max(0, Math.floor((Date.now() - asOf.getTime()) / 1_000));
  }

  /** Refreshes as far as the budget allows; gives `undefined` when it did not happen in time. */
  async refresh(customerId: string, budgetMs = this.settings.billRefreshBudgetMs): Promise<Date | undefined> {
    const late = Promise.withResolvers<Refresh>();
    const timer = setTimeout(() => {
      late.resolve({ outcome: 'late' });
    }, budgetMs);
    const { outcome, asOf } = await Promise.race([this.attempt(customerId), late.promise]);
    clearTimeout(timer);
    this.metrics.refreshes.inc({ outcome });
    if (outcome !== 'refreshed') this.pausedUntil = Date.now() + pauseMs;
    return asOf;
  }

  private async attempt(customerId: string): Promise<Refresh> {
    try {
      return { outcome: 'refreshed', asOf: await this.customers.refresh(customerId) };
    } catch (error) {
      // The HTTP client has counted and logged what the engine did; anything else is news.
      if (!(error instanceof DependencyError)) this.logger.error('bills were not refreshed', error);
      return { outcome: 'failed' };
    }
  }

  private isFresh(asOf: Date | undefined): boolean {
    return asOf !== undefined && Date.now() - asOf.getTime() <= this.settings.billFreshForMs;
  }
}
