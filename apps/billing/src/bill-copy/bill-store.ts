import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { FetchedBills } from '../billing-engine/billing-engine.ts';
import type { Bill } from '../bill/bill.ts';
import { type AppliedPayment, billDocumentOf } from '../bill/bill.document.ts';
import { billRowOf, lineRowsOf, selectBill } from './bill-rows.ts';
import { RejectedInvoices } from './rejected-invoices.ts';

const lockBills = `select id from bill where id = any($1) order by id for update`;

const appliedPayments = `
  select bill_id as "billId", json_agg(json_build_object('paymentId', id, 'amountMinor', amount_minor) order by created_at) as applied
  from payment where bill_id = any($1) and state = 'done' group by bill_id`;

/**
 * Answers of the engine may arrive in any order, and what counts is its own number: a bill is only replaced by a newer
 * version; by an equal one when it was put on hold and has been put right. A version older than one that was rejected is
 * not believed either.
 */
const upsertBills = `
  insert into bill (id, customer_id, account_id, bill_date, payment_due_date, period_start, period_end, currency,
    total_minor, net_minor, open_minor, state, paid_at, change_seq, document)
  select id, customer_id, account_id, bill_date, payment_due_date, period_start, period_end, currency,
    total_minor, net_minor, open_minor, state, paid_at, change_seq, document
  from json_populate_recordset(null::bill, $1) fetched
  where not exists (
    select from rejected_invoice rejected
    where rejected.invoice_no = fetched.id and rejected.change_seq > fetched.change_seq)
  order by id
  on conflict (id) do update set
    customer_id = excluded.customer_id, account_id = excluded.account_id, bill_date = excluded.bill_date,
    payment_due_date = excluded.payment_due_date, period_start = excluded.period_start, period_end = excluded.period_end,
    currency = excluded.currency, total_minor = excluded.total_minor, net_minor = excluded.net_minor,
    open_minor = excluded.open_minor, state = excluded.state, paid_at = excluded.paid_at,
    change_seq = excluded.change_seq, document = excluded.document
  where excluded.change_seq > bill.change_seq or (bill.state = 'onHold' and excluded.change_seq = bill.change_seq)
  returning id`;

const insertLines = `insert into bill_line select * from json_populate_recordset(null::bill_line, $1)`;

const changeBill = `update bill set state = $2, document = $3 where id = $1`;

/** The copy of the bills. Every method that writes belongs in a transaction of the caller's. */
@Injectable()
export class BillStore {
  constructor(
    private readonly dataSource: DataSource,
    private readonly rejections: RejectedInvoices,
  ) {}

  async find(id: string, customerId: string): Promise<Bill | undefined> {
    return this.select(this.dataSource.manager, 'where id = $1 and customer_id = $2', [id, customerId]);
  }

  /** The bill, which nobody else changes until the transaction ends. */
  async lock(manager: EntityManager, id: string): Promise<Bill | undefined> {
    return this.select(manager, 'where id = $1 for update', [id]);
  }

  /** Takes over what the engine has, where it is news. */
  async save(manager: EntityManager, { bills, rejected }: FetchedBills): Promise<void> {
    const rejectedIds = rejected.flatMap(({ invoiceNo }) => (invoiceNo === undefined ? [] : [invoiceNo]));
    await manager.query(lockBills, [[...bills.map(({ id }) => id), ...rejectedIds]]);
    await this.write(manager, newestOfEach(bills));
    for (const invoice of rejected) {
      const isNews = await this.rejections.record(manager, invoice);
      if (isNews && invoice.invoiceNo !== undefined) await this.hold(manager, invoice.invoiceNo);
    }
  }

  /** To be called when a payment of the bill is done: the bill tells which payments were applied to it. */
  async showPayments(manager: EntityManager, id: string): Promise<void> {
    const bill = await this.lock(manager, id);
    if (bill) await this.rewrite(manager, bill);
  }

  private async write(manager: EntityManager, bills: ReadonlyMap<string, Bill>): Promise<void> {
    if (bills.size === 0) return;
    const ids = [...bills.keys()];
    const applied = await this.appliedPayments(manager, ids);
    const rows = [...bills.values()].map((bill) => billRowOf(bill, applied.get(bill.id) ?? []));
    const written = await manager.query<{ id: string }[]>(upsertBills, [JSON.stringify(rows)]);
    const writtenIds = written.map(({ id }) => id);
    await manager.query(`delete from bill_line where bill_id = any($1)`, [writtenIds]);
    const lines = writtenIds.flatMap((id) => lineRowsOf(existing(bills.get(id))));
    await manager.query(insertLines, [JSON.stringify(lines)]);
    await this.rejections.release(manager, ids);
  }

  /** The engine's newest version cannot be believed: this one is kept, and cannot be paid. */
  private async hold(manager: EntityManager, id: string): Promise<void> {
    const bill = await this.lock(manager, id);
    if (!bill || bill.state === 'settled' || bill.state === 'onHold') return;
    await this.rewrite(manager, { ...bill, state: 'onHold' });
  }

  private async rewrite(manager: EntityManager, bill: Bill): Promise<void> {
    const applied = await this.appliedPayments(manager, [bill.id]);
    const document = JSON.stringify(billDocumentOf(bill, applied.get(bill.id) ?? []));
    await manager.query(changeBill, [bill.id, bill.state, document]);
  }

  private async appliedPayments(manager: EntityManager, billIds: string[]): Promise<Map<string, AppliedPayment[]>> {
    const rows = await manager.query<{ billId: string; applied: AppliedPayment[] }[]>(appliedPayments, [billIds]);
    return new Map(rows.map(({ billId, applied }) => [billId, applied]));
  }

  private async select(manager: EntityManager, where: string, parameters: string[]): Promise<Bill | undefined> {
    const [row] = await manager.query<{ bill: Bill }[]>(`${selectBill} ${where}`, parameters);
    return row?.bill;
  }
}

function newestOfEach(bills: readonly Bill[]): Map<string, Bill> {
  const newest = new Map<string, Bill>();
  for (const bill of bills) {
    const known = newest.get(bill.id);
    if (!known || known.changeSeq < bill.changeSeq) newest.set(bill.id, bill);
  }
  return newest;
}

function existing(bill: Bill | undefined): Bill {
  if (!bill) throw new TypeError('the database wrote a bill it was not given');
  return bill;
}
