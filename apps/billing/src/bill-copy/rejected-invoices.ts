import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Logger } from '@wellspring/platform';
import type { EntityManager } from 'typeorm';
import type { RejectedInvoice } from '../billing-engine/invoice.mapping.ts';
import { BillCopyMetrics } from './bill-copy.metrics.ts';

/** A version older than the bill that is shown, or than one rejected before, says nothing any more. */
const upsert = `
  insert into rejected_invoice (invoice_no, reason, payload, change_seq)
  select $1, $2, $3, $4::bigint where not exists (select from bill where id = $1 and change_seq > $4::bigint)
  on conflict (invoice_no) do update set
    reason = excluded.reason, payload = excluded.payload, change_seq = excluded.change_seq, last_seen_at = now()
  where excluded.change_seq is null or rejected_invoice.change_seq is null
    or excluded.change_seq >= rejected_invoice.change_seq
  returning xmax = 0 as new`;

const release = `
  delete from rejected_invoice rejected using bill
  where rejected.invoice_no = any($1) and bill.id = rejected.invoice_no
    and coalesce(rejected.change_seq, 0) <= bill.change_seq`;

/** Invoices that do not match the schema or do not add up: kept for a person to look at, shown to no customer. */
@Injectable()
export class RejectedInvoices {
  constructor(
    private readonly metrics: BillCopyMetrics,
    private readonly logger: Logger,
  ) {}

  /** Keeps it; false when a newer version of the invoice is known. */
  async record(manager: EntityManager, { invoiceNo, changeSeq, reason, payload }: RejectedInvoice): Promise<boolean> {
    const json = JSON.stringify(payload).replaceAll('\\u0000', '');
    const key = invoiceNo ?? `unidentified-${createHash('sha256').update(json).digest('hex').slice(0, 16)}`;
    const [row] = await manager.query<{ new: boolean }[]>(upsert, [key, reason, json, changeSeq ?? null]);
    if (!row) return false;
    this.metrics.rejected.inc();
    if (row.new)
      this.logger.error('invoice rejected: it is not shown to the customer', undefined, { invoiceNo: key, reason });
    return true;
  }

  /** Forgets those of whose invoices a version can be shown that is not older. */
  async release(manager: EntityManager, invoiceNos: readonly string[]): Promise<void> {
    await manager.query(release, [invoiceNos]);
  }
}
