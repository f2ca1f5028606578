import { Module } from '@nestjs/common';
import { readModelToken } from '@wellspring/read-model';
import { TmfModule } from '@wellspring/tmf';
import { customerBill } from '../bill/bill.resource.ts';
import { BillCopyModule } from '../bill-copy/bill-copy.module.ts';
import { billCopy } from '../bill-copy/bill-copy.ts';
import { appliedBillingRate } from '../bill-line/bill-line.resource.ts';
import { FinancialAccountModule } from '../financial-account/financial-account.module.ts';
import { financialAccount } from '../financial-account/financial-account.resource.ts';
import { FinancialAccounts } from '../financial-account/financial-accounts.ts';
import { PaymentCreation } from '../payment/payment-creation.ts';
import { PaymentModule } from '../payment/payment.module.ts';
import { payment } from '../payment/payment.resource.ts';
import { PaymentMethodModule } from '../payment-method/payment-method.module.ts';
import { paymentMethod } from '../payment-method/payment-method.resource.ts';
import { PaymentMethods } from '../payment-method/payment-methods.ts';
import { BillDocumentController } from './bill-document.controller.ts';

const freshness = readModelToken(billCopy);

/** What customers are offered, as TM Forum's Open APIs. */
@Module({
  imports: [
    BillCopyModule,
    TmfModule.forRoot({
      hub: true,
      imports: [BillCopyModule, FinancialAccountModule, PaymentModule, PaymentMethodModule],
      resources: [
        { resource: customerBill, freshness },
        { resource: appliedBillingRate, freshness },
        { resource: financialAccount, source: FinancialAccounts, freshness },
        { resource: payment, create: PaymentCreation },
        { resource: paymentMethod, source: PaymentMethods },
      ],
    }),
  ],
  controllers: [BillDocumentController],
})
export class TmfApiModule {}
