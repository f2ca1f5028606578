import { AuthSettings } from '@wellspring/auth';
import { OperatorSettings } from '@wellspring/auth/operators';
import { commandsToken, DatabaseSettings } from '@wellspring/persistence';
import { defineService } from '@wellspring/platform';
import { ReadModels } from '@wellspring/read-model';
import { HubSettings } from '@wellspring/tmf';
import { AppModule } from './app.module.ts';
import { Seller } from './bill-document/seller.ts';
import { BillCopySettings, BillingSettings } from './config.ts';
import { paymentCommand } from './payment/payment.ts';
import { OperationsModule } from './operations.module.ts';

export const billing = defineService({
  name: 'billing',
  module: AppModule,
  settings: [BillingSettings, BillCopySettings, Seller, DatabaseSettings, HubSettings, AuthSettings, OperatorSettings],
  management: { module: OperationsModule, share: [commandsToken(paymentCommand.name), ReadModels] },
});
