import { Module } from '@nestjs/common';
import { PaymentProviderModule } from '../payment-provider/payment-provider.module.ts';
import { PaymentMethods } from './payment-methods.ts';

@Module({ imports: [PaymentProviderModule], providers: [PaymentMethods], exports: [PaymentMethods] })
export class PaymentMethodModule {}
