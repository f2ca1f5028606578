import { Module } from '@nestjs/common';
import { HttpClientModule } from '@wellspring/platform';
import { BillingSettings } from '../config.ts';
import { PAYMENT_PROVIDER, PaymentProvider } from './payment-provider.ts';

@Module({
  imports: [
    HttpClientModule.register({
      name: PAYMENT_PROVIDER,
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
