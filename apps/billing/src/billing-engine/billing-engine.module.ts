import { Module } from '@nestjs/common';
import { HttpClientModule } from '@wellspring/platform';
import { BillingSettings } from '../config.ts';
import { billingEngine, BillingEngine } from './billing-engine.ts';

@Module({
  imports: [
    HttpClientModule.register({
      name: billingEngine,
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
