import { Module } from '@nestjs/common';
import { OperatorsModule } from '@wellspring/auth/operators';
import { PaymentModule } from '../payment/payment.module.ts';
import { PaymentDesk } from './payment-desk.ts';
import { PaymentOperationsController } from './payment-operations.controller.ts';
import { PaymentResolver } from './payment-resolver.ts';
import { ResolutionLog } from './resolution-log.ts';

/** What operators do about payments, within the service. */
@Module({
  imports: [PaymentModule],
  providers: [PaymentDesk, PaymentResolver, ResolutionLog],
})
export class PaymentDeskModule {}

/** The operations API, for the management port; the service shares {@link PaymentDesk} with it. */
@Module({ imports: [OperatorsModule], controllers: [PaymentOperationsController] })
export class PaymentOperationsModule {}
