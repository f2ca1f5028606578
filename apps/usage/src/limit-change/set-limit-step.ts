import { Injectable } from '@nestjs/common';
import type { CommandEnds, CommandStep } from '@wellspring/persistence';
import { type FetchedRecords, InjectReadModel } from '@wellspring/read-model';
import type { EntityManager } from 'typeorm';
import { type Account, accountCopy, type AccountCopy } from '../account/account.ts';
import { Rating } from '../rating/rating.ts';
import { Thresholds } from '../usage-feed/thresholds.ts';
import type { LimitChangeEntity } from './limit-change.entity.ts';

/**
 * Has rating keep the limit, and takes over the account as rating has it since. What an earlier attempt has done, whose
 * answer was lost, is seen first.
 */
@Injectable()
export class SetLimitStep implements CommandStep<LimitChangeEntity> {
  constructor(
    private readonly rating: Rating,
    private readonly thresholds: Thresholds,
    @InjectReadModel(accountCopy) private readonly copy: AccountCopy,
  ) {}

  /** What is set has ended. */
  isDone(): boolean {
    return false;
  }

  async run({ customerId, limitMinor }: LimitChangeEntity, ends: CommandEnds<LimitChangeEntity>): Promise<boolean> {
    const seen = await this.rating.account(customerId);
    const account = accountOf(seen);
    if (account.limitMinor === limitMinor) {
      await ends.end({ state: 'done' }, (manager) => this.takeOver(manager, seen));
      return false;
    }
    const result = await this.rating.setLimit(account, limitMinor);
    if (result.outcome === 'refused') {
      await ends.end({ state: 'failed', reason: result.reason });
      return false;
    }
    if (accountOf(result.account).limitMinor !== limitMinor)
      throw new Error('rating has another limit than was asked for');
    await ends.end({ state: 'done' }, (manager) => this.takeOver(manager, result.account));
    return false;
  }

  private async takeOver(manager: EntityManager, fetched: FetchedRecords<Account>): Promise<void> {
    await this.copy.save(manager, fetched);
    await this.thresholds.limitChanged(manager, accountOf(fetched).customerId);
  }
}

function accountOf({ records: [account] }: FetchedRecords<Account>): Account {
  if (!account) throw new Error('rating does not say what the account is');
  return account;
}
