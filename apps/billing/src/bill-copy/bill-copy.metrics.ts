import { Injectable } from '@nestjs/common';
import { Metrics } from '@wellspring/platform';

@Injectable()
export class BillCopyMetrics {
  readonly refreshes;
  readonly rejected;
  readonly quarantined;
  readonly synced;
  readonly progress;
  private asOf: Date | undefined;

  constructor(metrics: Metrics) {
    this.refreshes = metrics.counter({
      name: 'billing_copy_refreshes_total',
      help: "Refreshes of one customer's bills asked for by a read: refreshed, late (it came after the read was answered) or failed.",
      labels: ['outcome'],
    });
    this.rejected = metrics.counter({
      name: 'billing_invoices_rejected_total',
      help: 'Invoices the engine sent that cannot be believed.',
    });
    this.quarantined = metrics.gauge({
      name: 'billing_invoices_quarantined',
      help: 'Invoices waiting for a person to look at them.',
    });
    this.synced = metrics.counter({
      name: 'billing_sync_bills_total',
      help: 'Bills received from the feed of changes.',
    });
    this.progress = metrics.gauge({
      name: 'billing_copy_progress_ratio',
      help: 'How much of the feed of changes is copied, 0 to 1. Absent when the engine does not tell how far it goes.',
      absentUntilSet: true,
    });
    metrics.gauge({
      name: 'billing_copy_age_seconds',
      help: 'How long ago the copy of all bills was known to be complete. Absent until it has been.',
      absentUntilSet: true,
      collect: (gauge) => {
        if (this.asOf) gauge.set({}, (Date.now() - this.asOf.getTime()) / 1_000);
      },
    });
  }

  setAsOf(asOf: Date): void {
    this.asOf = asOf;
  }
}
