import { Module } from '@nestjs/common';
import { PaymentProviderModule } from '../payment-provider/payment-provider.module.ts';
import { PaymentMethodController } from './payment-method.controller.ts';

@Module({ imports: [PaymentProviderModule], controllers: [PaymentMethodController] })
export class PaymentMethodModule {}
