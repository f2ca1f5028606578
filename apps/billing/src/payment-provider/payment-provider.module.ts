import { Module } from '@nestjs/common';
import { HttpClientModule } from '@wellspring/platform';
import { BillingSettings } from '../config.ts';
import { paymentProvider, PaymentProvider } from './payment-provider.ts';

@Module({
  imports: [
    HttpClientModule.register({
      name: paymentProvider,
      inject: [BillingSettings],
      useFactory: (settings: BillingSettings) => ({
        baseUrl: settings.paymentProviderUrl,
        timeoutMs: settings.paymentProviderTimeoutMs,
      }),
    }),
  ],
  providers: [PaymentProvider],
  exports: [PaymentProvider],
})
export class PaymentProviderModule {}
