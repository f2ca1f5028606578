import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Logger } from '@wellspring/platform';
import type { EntityManager } from 'typeorm';
import type { RejectedInvoice } from '../billing-engine/invoice.mapping.ts';
import { BillCopyMetrics } from './bill-copy.metrics.ts';
import { BillStore } from './bill-store.ts';

const upsert = `
  insert into rejected_invoice (invoice_no, reason, payload) values ($1, $2, $3)
  on conflict (invoice_no) do update set reason = excluded.reason, payload = excluded.payload, last_seen_at = now()
  returning xmax = 0 as new`;

/** Invoices that do not match the schema or do not add up: kept for a person to look at, shown to no customer. */
@Injectable()
export class RejectedInvoices {
  constructor(
    private readonly bills: BillStore,
    private readonly metrics: BillCopyMetrics,
    private readonly logger: Logger,
  ) {}

  async save(manager: EntityManager, rejected: readonly RejectedInvoice[]): Promise<void> {
    for (const { invoiceNo, reason, payload } of rejected) {
      const json = JSON.stringify(payload).replaceAll('\\u0000', '');
      const key = invoiceNo ?? `unidentified-${createHash('sha256').update(json).digest('hex').slice(0, 16)}`;
      const [row] = await manager.query<{ new: boolean }[]>(upsert, [key, reason, json]);
      if (invoiceNo !== undefined) await this.bills.hold(manager, invoiceNo);
      this.metrics.rejected.inc();
      if (row?.new)
        this.logger.error('invoice rejected: it is not shown to the customer', undefined, { invoiceNo: key, reason });
    }
  }
}
