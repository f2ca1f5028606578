import { Injectable } from '@nestjs/common';
import { InjectReadModel } from '@wellspring/read-model';
import { DomainError } from '@wellspring/platform';
import type { Freshness } from '@wellspring/tmf';
import { accountCopy, type AccountCopy } from '../account/account.ts';
import { UsageFeed } from './usage-feed.ts';

/** 503: usage was never counted to its end, so that every figure would be too low. */
class UsageUnavailableError extends DomainError {
  constructor() {
    super({
      code: 'USAGE.UNAVAILABLE',
      message: 'Usage cannot be shown at the moment',
      status: 503,
      reason: 'Usage is being counted for the first time. Please try again in a moment.',
      headers: { 'retry-after': '5' },
    });
  }
}

/** Age of what is told of usage: of the older of both, the records and the allowances they are set against. */
@Injectable()
export class UsageFreshness implements Freshness {
  constructor(
    private readonly feed: UsageFeed,
    @InjectReadModel(accountCopy) private readonly accounts: AccountCopy,
  ) {}

  async refreshIfOld(customerId?: string): Promise<number> {
    const asOf = await this.feed.asOf();
    if (!asOf) throw new UsageUnavailableError();
    const ageSeconds = Math.max(0, Math.floor((Date.now() - asOf.getTime()) / 1_000));
    return Math.max(ageSeconds, await this.accounts.refreshIfOld(customerId));
  }

  /** Uses that are counted nowhere, and allowances that are not known: sums without them are too low. */
  async missing(customerId?: string): Promise<number> {
    const [uses, accounts] = await Promise.all([this.feed.missing(customerId), this.accounts.missing(customerId)]);
    return uses + accounts;
  }
}
