import { Module } from '@nestjs/common';
import { ResourceReader } from '@wellspring/tmf';
import { BillCopyModule } from '../bill-copy/bill-copy.module.ts';
import { OpenAmounts } from '../financial-account/open-amounts.ts';
import { BillDocumentController } from './bill-document.controller.ts';
import { BillLineController } from './bill-line.controller.ts';
import { BillController } from './bill.controller.ts';
import { FinancialAccountController } from './financial-account.controller.ts';

/** What customers read of their bills. */
@Module({
  imports: [BillCopyModule],
  controllers: [BillController, BillLineController, BillDocumentController, FinancialAccountController],
  providers: [ResourceReader, OpenAmounts],
})
export class BillApiModule {}
