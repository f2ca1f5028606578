import { AuthSettings } from '@wellspring/auth';
import { DatabaseSettings } from '@wellspring/persistence';
import { defineService } from '@wellspring/platform';
import { ReadModelFiguresModule, ReadModels } from '@wellspring/read-model';
import { HubSettings } from '@wellspring/tmf';
import { AppModule } from './app.module.ts';
import { InventorySettings, ProductCopySettings } from './config.ts';

export const inventory = defineService({
  name: 'inventory',
  module: AppModule,
  settings: [InventorySettings, ProductCopySettings, DatabaseSettings, HubSettings, AuthSettings],
  management: { module: ReadModelFiguresModule, share: [ReadModels] },
});
