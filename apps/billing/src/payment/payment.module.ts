import { Module } from '@nestjs/common';
import { ResourceReader } from '@wellspring/tmf';
import { BillCopyModule } from '../bill-copy/bill-copy.module.ts';
import { BillingEngineModule } from '../billing-engine/billing-engine.module.ts';
import { PaymentProviderModule } from '../payment-provider/payment-provider.module.ts';
import { ChargeStep } from './charge-step.ts';
import { LastLook } from './last-look.ts';
import { PaymentBacklog } from './payment-backlog.ts';
import { PaymentCarrier } from './payment-carrier.ts';
import { PaymentController } from './payment.controller.ts';
import { PaymentLedger } from './payment-ledger.ts';
import { PaymentMetrics } from './payment.metrics.ts';
import { PaymentService } from './payment.service.ts';
import { SettleStep } from './settle-step.ts';

@Module({
  imports: [BillCopyModule, BillingEngineModule, PaymentProviderModule],
  controllers: [PaymentController],
  providers: [
    ResourceReader,
    PaymentService,
    PaymentCarrier,
    ChargeStep,
    SettleStep,
    LastLook,
    PaymentLedger,
    PaymentMetrics,
    PaymentBacklog,
  ],
  exports: [PaymentCarrier, ChargeStep, PaymentLedger],
})
export class PaymentModule {}
