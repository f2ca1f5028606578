import { Module } from '@nestjs/common';
import { BillCopyMetrics } from './bill-copy.metrics.ts';
import { BillStore } from './bill-store.ts';
import { RejectedInvoices } from './rejected-invoices.ts';
import { BillingEngineModule } from '../billing-engine/billing-engine.module.ts';
import { BillFeed } from './bill-feed.ts';
import { BillSync } from './bill-sync.ts';
import { CopyHealth } from './copy-health.ts';
import { BillCopy } from './bill-copy.ts';
import { CopyClock } from './copy-clock.ts';
import { CustomerRefresh } from './customer-refresh.ts';

/** The copy of the billing engine's bills, and what keeps it recent. */
@Module({
  imports: [BillingEngineModule],
  providers: [
    BillCopyMetrics,
    BillStore,
    RejectedInvoices,
    BillFeed,
    BillSync,
    CopyHealth,
    BillCopy,
    CopyClock,
    CustomerRefresh,
  ],
  exports: [BillCopy, BillStore],
})
export class BillCopyModule {}
