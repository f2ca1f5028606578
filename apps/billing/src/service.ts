import { AuthSettings } from '@wellspring/auth';
import { OperatorSettings } from '@wellspring/auth/operators';
import { DatabaseSettings } from '@wellspring/persistence';
import { defineService } from '@wellspring/platform';
import { AppModule } from './app.module.ts';
import { Seller } from './bill-document/seller.ts';
import { BillingSettings } from './config.ts';
import { PaymentDesk } from './payment-operations/payment-desk.ts';
import { PaymentOperationsModule } from './payment-operations/payment-operations.module.ts';

export const billing = defineService({
  name: 'billing',
  module: AppModule,
  settings: [BillingSettings, Seller, DatabaseSettings, AuthSettings, OperatorSettings],
  management: { module: PaymentOperationsModule, share: [PaymentDesk] },
});
