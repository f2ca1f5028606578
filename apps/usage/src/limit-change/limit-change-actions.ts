import { Injectable } from '@nestjs/common';
import { type CommandAction, oneLine } from '@wellspring/persistence';
import { InjectReadModel } from '@wellspring/read-model';
import { DataSource, MoreThan } from 'typeorm';
import { z } from 'zod';
import { accountCopy, type AccountCopy } from '../account/account.ts';
import { Rating } from '../rating/rating.ts';
import { LimitChangeEntity } from './limit-change.entity.ts';
import { LimitAlreadySetError, LimitChangeSupersededError } from './limit-change.errors.ts';

const nothing = z.strictObject({});
const markDone = z.strictObject({ orderReference: oneLine.pipe(z.string().min(1).max(200)).optional() });

/** What people decide about changes that need one. */
@Injectable()
export class LimitChangeActions {
  /** Have rating set it. */
  private readonly retry: CommandAction<LimitChangeEntity> = {
    details: nothing,
    decide: async ({ customerId, createdAt }, _details, manager) => {
      const later = { customerId, createdAt: MoreThan(createdAt) };
      if (await manager.existsBy(LimitChangeEntity, later)) throw new LimitChangeSupersededError();
      return { state: 'pending' };
    },
  };

  /** It is set, perhaps by hand; the limit is shown as rating has it. */
  private readonly markDone: CommandAction<LimitChangeEntity, z.output<typeof markDone>> = {
    details: markDone,
    prepare: async (id) => {
      const change = await this.find(id);
      if (change) await this.copy.refresh(change.customerId);
    },
    decide: () => ({ state: 'done' }),
  };

  /** It will not be set; rating is asked whether it is already. */
  private readonly giveUp: CommandAction<LimitChangeEntity> = {
    details: nothing,
    prepare: async (id) => {
      const change = await this.find(id);
      if (!change) return;
      const { records } = await this.rating.account(change.customerId);
      if (records.some(({ limitMinor }) => limitMinor === change.limitMinor)) throw new LimitAlreadySetError();
    },
    decide: () => ({ state: 'failed', reason: 'givenUp' }),
  };

  readonly byName: Readonly<Record<string, CommandAction<LimitChangeEntity>>> = {
    retry: this.retry,
    'mark-done': this.markDone,
    'give-up': this.giveUp,
  };

  constructor(
    private readonly rating: Rating,
    @InjectReadModel(accountCopy) private readonly copy: AccountCopy,
    private readonly dataSource: DataSource,
  ) {}

  private find(id: string): Promise<LimitChangeEntity | null> {
    return this.dataSource.manager.findOneBy(LimitChangeEntity, { id });
  }
}
