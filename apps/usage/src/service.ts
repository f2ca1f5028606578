import { AuthSettings } from '@wellspring/auth';
import { DatabaseSettings } from '@wellspring/persistence';
import { defineService } from '@wellspring/platform';
import { ReadModelFiguresModule, ReadModels } from '@wellspring/read-model';
import { HubSettings } from '@wellspring/tmf';
import { AppModule } from './app.module.ts';
import { AccountCopySettings, UsageSettings } from './config.ts';

export const usage = defineService({
  name: 'usage',
  module: AppModule,
  settings: [UsageSettings, AccountCopySettings, DatabaseSettings, HubSettings, AuthSettings],
  management: { module: ReadModelFiguresModule, share: [ReadModels] },
});
