import { AuthSettings } from '@wellspring/auth';
import { OperatorSettings } from '@wellspring/auth/operators';
import { commandsToken, DatabaseSettings } from '@wellspring/persistence';
import { defineService } from '@wellspring/platform';
import { ReadModels } from '@wellspring/read-model';
import { HubSettings } from '@wellspring/tmf';
import { AppModule } from './app.module.ts';
import { InventorySettings, ProductCopySettings } from './config.ts';
import { OperationsModule } from './operations.module.ts';
import { productChangeCommand } from './product-change/product-change.ts';

export const inventory = defineService({
  name: 'inventory',
  module: AppModule,
  settings: [InventorySettings, ProductCopySettings, DatabaseSettings, HubSettings, AuthSettings, OperatorSettings],
  management: { module: OperationsModule, share: [commandsToken(productChangeCommand.name), ReadModels] },
});
