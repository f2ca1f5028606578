import { AuthSettings } from '@wellspring/auth';
import { DatabaseSettings } from '@wellspring/persistence';
import { defineService } from '@wellspring/platform';
import { AppModule } from './app.module.ts';
import { BillingSettings } from './config.ts';

export const billing = defineService({
  name: 'billing',
  module: AppModule,
  settings: [BillingSettings, DatabaseSettings, AuthSettings],
});
