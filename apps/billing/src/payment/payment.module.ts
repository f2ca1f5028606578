import { Module } from '@nestjs/common';
import { BillCopyModule } from '../bill-copy/bill-copy.module.ts';
import { BillingEngineModule } from '../billing-engine/billing-engine.module.ts';
import { PaymentProviderModule } from '../payment-provider/payment-provider.module.ts';
import { ChargeStep } from './charge-step.ts';
import { LastLook } from './last-look.ts';
import { PaymentBacklog } from './payment-backlog.ts';
import { PaymentCarrier } from './payment-carrier.ts';
import { PaymentCreation } from './payment-creation.ts';
import { PaymentLedger } from './payment-ledger.ts';
import { PaymentMetrics } from './payment.metrics.ts';
import { SettleStep } from './settle-step.ts';

@Module({
  imports: [BillCopyModule, BillingEngineModule, PaymentProviderModule],
  providers: [
    PaymentCreation,
    PaymentCarrier,
    ChargeStep,
    SettleStep,
    LastLook,
    PaymentLedger,
    PaymentMetrics,
    PaymentBacklog,
  ],
  exports: [PaymentCreation, PaymentCarrier, ChargeStep, PaymentLedger],
})
export class PaymentModule {}
