import { Module } from '@nestjs/common';
import { HttpClientModule } from '@wellspring/platform';
import { BillingSettings } from '../config.ts';
import { BILLING_ENGINE, BillingEngine } from './billing-engine.ts';

@Module({
  imports: [
    HttpClientModule.register({
      name: BILLING_ENGINE,
      inject: [BillingSettings],
      useFactory: (settings: BillingSettings) => ({
        baseUrl: settings.billingEngineUrl,
        timeoutMs: settings.billingEngineTimeoutMs,
      }),
    }),
  ],
  providers: [BillingEngine],
  exports: [BillingEngine],
})
export class BillingEngineModule {}
