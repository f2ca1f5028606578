import { Module } from '@nestjs/common';
import { ResourceReader } from '@wellspring/tmf';
import { BillCopyModule } from '../bill-copy/bill-copy.module.ts';
import { BillDocumentController } from './bill-document.controller.ts';
import { BillLineController } from './bill-line.controller.ts';
import { BillController } from './bill.controller.ts';

/** What customers read of their bills. */
@Module({
  imports: [BillCopyModule],
  controllers: [BillController, BillLineController, BillDocumentController],
  providers: [ResourceReader],
})
export class BillApiModule {}
