import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { FetchedBills } from '../billing-engine/billing-engine.ts';
import type { Bill } from '../bill/bill.ts';
import { type AppliedPayment, billDocumentOf } from '../bill/bill.document.ts';
import { billRowOf, lineRowsOf, selectBill } from './bill-rows.ts';

const lockBills = `select id from bill where id = any($1) order by id for update`;

const appliedPayments = `
  select bill_id as "billId", json_agg(json_build_object('paymentId', id, 'amountMinor', amount_minor) order by created_at) as applied
  from payment where bill_id = any($1) and state = 'done' group by bill_id`;

/**
 * Answers of the engine may arrive out of order, so a bill is only replaced by a newer version; by an equal one when it
 * was put on hold and has been put right. What the engine said before it learned of a payment of ours says nothing.
 */
const upsertBills = `
  insert into bill (id, customer_id, account_id, bill_date, payment_due_date, period_start, period_end, currency,
    total_minor, net_minor, open_minor, state, paid_at, change_seq, document)
  select id, customer_id, account_id, bill_date, payment_due_date, period_start, period_end, currency,
    total_minor, net_minor, open_minor, state, paid_at, change_seq, document
  from json_populate_recordset(null::bill, $1) order by id
  on conflict (id) do update set
    customer_id = excluded.customer_id, account_id = excluded.account_id, bill_date = excluded.bill_date,
    payment_due_date = excluded.payment_due_date, period_start = excluded.period_start, period_end = excluded.period_end,
    currency = excluded.currency, total_minor = excluded.total_minor, net_minor = excluded.net_minor,
    open_minor = excluded.open_minor, state = excluded.state, paid_at = excluded.paid_at,
    change_seq = excluded.change_seq, document = excluded.document
  where (excluded.change_seq > bill.change_seq or (bill.state = 'onHold' and excluded.change_seq = bill.change_seq))
    and (bill.settled_here_at is null or bill.settled_here_at < $2)
  returning id`;

const insertLines = `insert into bill_line select * from json_populate_recordset(null::bill_line, $1)`;

const changeBill = `
  update bill set state = $2, open_minor = $3, paid_at = $4, settled_here_at = coalesce($5, settled_here_at), document = $6
  where id = $1`;

/** The copy of the bills. Every method that writes belongs in a transaction of the caller's. */
@Injectable()
export class BillStore {
  constructor(private readonly dataSource: DataSource) {}

  async find(id: string, customerId: string): Promise<Bill | undefined> {
    return this.select(this.dataSource.manager, 'where id = $1 and customer_id = $2', [id, customerId]);
  }

  /** The bill, which nobody else changes until the transaction ends. */
  async lock(manager: EntityManager, id: string): Promise<Bill | undefined> {
    return this.select(manager, 'where id = $1 for update', [id]);
  }

  /** Takes over bills as the engine had them at `asOf`, where they are news. */
  async save(manager: EntityManager, { bills, asOf }: Pick<FetchedBills, 'bills' | 'asOf'>): Promise<void> {
    if (bills.length === 0) return;
    const newest = newestOfEach(bills);
    const ids = [...newest.keys()];
    await manager.query(lockBills, [ids]);
    const applied = await this.appliedPayments(manager, ids);
    const rows = [...newest.values()].map((bill) => billRowOf(bill, applied.get(bill.id) ?? []));
    const written = await manager.query<{ id: string }[]>(upsertBills, [JSON.stringify(rows), asOf]);
    const writtenIds = written.map(({ id }) => id);
    await manager.query(`delete from bill_line where bill_id = any($1)`, [writtenIds]);
    const lines = writtenIds.flatMap((id) => lineRowsOf(existing(newest.get(id))));
    await manager.query(insertLines, [JSON.stringify(lines)]);
    await manager.query(`delete from rejected_invoice where invoice_no = any($1)`, [ids]);
  }

  /** Records that the bill was paid here, before the engine's own word of it comes back. */
  async settle(manager: EntityManager, bill: Bill, paidAt: Date): Promise<void> {
    await this.change(manager, { ...bill, state: 'settled', openMinor: 0, paidAt: paidAt.toISOString() }, paidAt);
  }

  /** The engine's newest version cannot be believed: this one is kept, and cannot be paid. */
  async hold(manager: EntityManager, id: string): Promise<void> {
    const bill = await this.lock(manager, id);
    if (!bill || bill.state === 'settled' || bill.state === 'onHold') return;
    await this.change(manager, { ...bill, state: 'onHold' }, null);
  }

  private async change(manager: EntityManager, bill: Bill, settledHereAt: Date | null): Promise<void> {
    const applied = await this.appliedPayments(manager, [bill.id]);
    const document = JSON.stringify(billDocumentOf(bill, applied.get(bill.id) ?? []));
    await manager.query(changeBill, [bill.id, bill.state, bill.openMinor, bill.paidAt, settledHereAt, document]);
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
