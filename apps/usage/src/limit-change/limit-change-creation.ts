import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Customer } from '@wellspring/auth';
import type { LimitChangeDocument } from '@wellspring/contract-usage';
import { type Commands, InjectCommands } from '@wellspring/persistence';
import { InjectReadModel } from '@wellspring/read-model';
import { type CreateContext, moneySchema, type ResourceCreation, toMinorUnits } from '@wellspring/tmf';
import { z } from 'zod';
import { type Account, accountCopy, type AccountCopy } from '../account/account.ts';
import { limitRangeIn } from '../account/limit-range.ts';
import { AccountStore } from '../account-copy/account-store.ts';
import { UsageSettings } from '../config.ts';
import { LimitChangeEntity } from './limit-change.entity.ts';
import { LimitChangeInProgressError, LimitNotAllowedError, NothingToLimitError } from './limit-change.errors.ts';
import { limitChangeDocumentOf } from './limit-change.resource.ts';
import { type LimitChange, limitChangeCommand } from './limit-change.ts';

/** What a customer asks for; `null` is no limit. */
const limitOrder = z.strictObject({ limit: moneySchema.nullable() });

type LimitOrder = z.output<typeof limitOrder>;

/** Takes changes of the spending limit in. Carrying them out is the job's business. */
@Injectable()
export class LimitChangeCreation implements ResourceCreation<LimitOrder> {
  readonly input = limitOrder;
  readonly status = 202;

  constructor(
    @InjectReadModel(accountCopy) private readonly copy: AccountCopy,
    private readonly accounts: AccountStore,
    private readonly settings: UsageSettings,
    @InjectCommands(limitChangeCommand.name) private readonly commands: Commands<LimitChangeEntity>,
  ) {}

  async prepare(_order: LimitOrder, customer: Customer): Promise<void> {
    await this.copy.refreshIfOld(customer.id);
  }

  /**
   * Records the change and the job that carries it out.
   * @throws NothingToLimitError, LimitNotAllowedError, LimitChangeInProgressError
   */
  async create({ limit }: LimitOrder, { manager, caller }: CreateContext): Promise<LimitChangeDocument> {
    const account = await this.accounts.lock(manager, caller.id);
    if (!account) throw new NothingToLimitError();
    const limitMinor = limit && this.allowed(account, limit);
    if (await manager.existsBy(LimitChangeEntity, { customerId: caller.id, state: 'pending' }))
      throw new LimitChangeInProgressError();
    const now = new Date();
    const change: LimitChange = {
      id: randomUUID(),
      customerId: caller.id,
      limitMinor,
      currency: account.currency,
      state: 'pending',
      stateAt: now,
      reason: null,
      createdAt: now,
    };
    const document = limitChangeDocumentOf(change);
    await manager.insert(LimitChangeEntity, { ...change, document });
    await this.commands.begin(manager, change.id);
    return document;
  }

  private allowed({ currency }: Account, limit: NonNullable<LimitOrder['limit']>): number {
    const range = limitRangeIn(currency, this.settings);
    const minor = limit.unit === currency ? toMinorUnits(limit) : undefined;
    if (minor === undefined || minor < range.lowestMinor || minor > range.highestMinor)
      throw new LimitNotAllowedError(range, currency);
    return minor;
  }
}
