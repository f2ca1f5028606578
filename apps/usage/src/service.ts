import { AuthSettings } from '@wellspring/auth';
import { OperatorSettings } from '@wellspring/auth/operators';
import { commandsToken, DatabaseSettings } from '@wellspring/persistence';
import { defineService } from '@wellspring/platform';
import { ReadModels } from '@wellspring/read-model';
import { HubSettings } from '@wellspring/tmf';
import { AppModule } from './app.module.ts';
import { AccountCopySettings, UsageSettings } from './config.ts';
import { limitChangeCommand } from './limit-change/limit-change.ts';
import { OperationsModule } from './operations.module.ts';

export const usage = defineService({
  name: 'usage',
  module: AppModule,
  settings: [UsageSettings, AccountCopySettings, DatabaseSettings, HubSettings, AuthSettings, OperatorSettings],
  management: { module: OperationsModule, share: [commandsToken(limitChangeCommand.name), ReadModels] },
});
