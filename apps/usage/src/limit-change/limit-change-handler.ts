import { Injectable } from '@nestjs/common';
import type { LimitChangeCommandDocument } from '@wellspring/contract-usage';
import { type CommandHandler, Outbox } from '@wellspring/persistence';
import { resourceEvent } from '@wellspring/tmf';
import type { EntityManager } from 'typeorm';
import { AccountStore } from '../account-copy/account-store.ts';
import { UsageSettings } from '../config.ts';
import { LimitChangeActions } from './limit-change-actions.ts';
import type { LimitChangeEntity } from './limit-change.entity.ts';
import { limitChangeDocumentOf, limitChangeResource } from './limit-change.resource.ts';
import type { LimitChange } from './limit-change.ts';
import { limitChangeViewOf } from './limit-change.view.ts';
import { SetLimitStep } from './set-limit-step.ts';

/** What carrying a change is, and what people can decide about one that needs them. */
@Injectable()
export class LimitChangeHandler implements CommandHandler<LimitChangeEntity> {
  readonly steps;
  readonly actions;
  readonly attentionAfterMs;
  readonly listedBy = { customer: 'customerId' } as const;

  constructor(
    setting: SetLimitStep,
    actions: LimitChangeActions,
    settings: UsageSettings,
    private readonly accounts: AccountStore,
    private readonly outbox: Outbox,
  ) {
    this.steps = [setting];
    this.actions = actions.byName;
    this.attentionAfterMs = settings.limitAttentionAfterMs;
  }

  /** From the beginning rating may have been asked, and its answer lost. */
  isUndone(): boolean {
    return false;
  }

  viewOf(change: LimitChange): LimitChangeCommandDocument {
    return limitChangeViewOf(change);
  }

  /** The account first, then its change: the order in which a new change locks them. */
  async lock({ customerId }: LimitChange, manager: EntityManager): Promise<void> {
    await this.accounts.lock(manager, customerId);
  }

  complete(change: LimitChangeEntity): void {
    change.document = limitChangeDocumentOf(change);
  }

  async changed({ document, stateAt }: LimitChangeEntity, manager: EntityManager): Promise<void> {
    await this.outbox.append(manager, resourceEvent(limitChangeResource, 'StateChange', document, stateAt));
  }
}
