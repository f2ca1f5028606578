import { Module } from '@nestjs/common';
import { ReadModelModule } from '@wellspring/read-model';
import { BillingEngine } from '../billing-engine/billing-engine.ts';
import { BillingEngineModule } from '../billing-engine/billing-engine.module.ts';
import { mapInvoice } from '../billing-engine/invoice.mapping.ts';
import { BillCopySettings } from '../config.ts';
import { billCopy } from './bill-copy.ts';
import { BillStore } from './bill-store.ts';

const copy = ReadModelModule.register({
  name: billCopy,
  plural: 'bills',
  shape: 1,
  settings: BillCopySettings,
  imports: [BillingEngineModule],
  source: BillingEngine,
  read: mapInvoice,
  identify: ({ id, changeSeq, customerId }) => ({ id, version: changeSeq, owner: customerId }),
  table: { name: 'bill', version: 'change_seq', parts: { bill_line: 'bill_id' } },
  mapping: BillStore,
});

/** The copy of the billing engine's bills. */
@Module({ imports: [copy], exports: [copy] })
export class BillCopyModule {}
