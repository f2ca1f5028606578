import { Module } from '@nestjs/common';
import { limitChangeStates } from '@wellspring/contract-usage';
import { CommandModule } from '@wellspring/persistence';
import { AccountCopyModule } from '../account-copy/account-copy.module.ts';
import { RatingModule } from '../rating/rating.module.ts';
import { UsageFeedModule } from '../usage-feed/usage-feed.module.ts';
import { LimitChangeActions } from './limit-change-actions.ts';
import { LimitChangeCreation } from './limit-change-creation.ts';
import { LimitChangeEntity } from './limit-change.entity.ts';
import { LimitChangeHandler } from './limit-change-handler.ts';
import { limitChangeCommand } from './limit-change.ts';
import { SetLimitStep } from './set-limit-step.ts';

const command = CommandModule.register({
  ...limitChangeCommand,
  entity: LimitChangeEntity,
  states: limitChangeStates,
  imports: [AccountCopyModule, RatingModule, UsageFeedModule],
  handler: LimitChangeHandler,
  providers: [LimitChangeActions, SetLimitStep],
});

@Module({ imports: [AccountCopyModule, command], providers: [LimitChangeCreation], exports: [LimitChangeCreation] })
export class LimitChangeModule {}
