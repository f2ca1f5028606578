import { Module } from '@nestjs/common';
import { paymentStates } from '@wellspring/contract-billing';
import { CommandModule } from '@wellspring/persistence';
import { BillCopyModule } from '../bill-copy/bill-copy.module.ts';
import { BillingEngineModule } from '../billing-engine/billing-engine.module.ts';
import { PaymentProviderModule } from '../payment-provider/payment-provider.module.ts';
import { ChargeStep } from './charge-step.ts';
import { LastLook } from './last-look.ts';
import { PaymentActions } from './payment-actions.ts';
import { PaymentCreation } from './payment-creation.ts';
import { PaymentEntity } from './payment.entity.ts';
import { PaymentHandler } from './payment-handler.ts';
import { PaymentLedger } from './payment-ledger.ts';
import { paymentCommand } from './payment.ts';
import { SettleStep } from './settle-step.ts';

const command = CommandModule.register({
  ...paymentCommand,
  entity: PaymentEntity,
  states: paymentStates,
  imports: [BillCopyModule, BillingEngineModule, PaymentProviderModule],
  handler: PaymentHandler,
  providers: [PaymentActions, ChargeStep, SettleStep, LastLook, PaymentLedger],
});

@Module({ imports: [BillCopyModule, command], providers: [PaymentCreation], exports: [PaymentCreation] })
export class PaymentModule {}
