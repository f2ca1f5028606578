import { Injectable } from '@nestjs/common';
import type { RecordMapping, RecordRows } from '@wellspring/read-model';
import { DataSource, type EntityManager } from 'typeorm';
import type { Bill } from '../bill/bill.ts';
import { type AppliedPayment, billDocumentOf } from '../bill/bill.document.ts';
import { billRowOf, lineRowsOf, selectBill } from './bill-rows.ts';

const appliedPayments = `
  select bill_id as "billId", json_agg(json_build_object('paymentId', id, 'amountMinor', amount_minor) order by created_at) as applied
  from payment where bill_id = any($1) and state = 'done' group by bill_id`;

const changeBill = `update bill set state = $2, document = $3 where id = $1`;

/** The bills as they are stored. Every method that writes belongs in a transaction of the caller's. */
@Injectable()
export class BillStore implements RecordMapping<Bill> {
  constructor(private readonly dataSource: DataSource) {}

  async find(id: string, customerId: string): Promise<Bill | undefined> {
    return this.select(this.dataSource.manager, 'where id = $1 and customer_id = $2', [id, customerId]);
  }

  /** The bill, which nobody else changes until the transaction ends. */
  async lock(manager: EntityManager, id: string): Promise<Bill | undefined> {
    return this.select(manager, 'where id = $1 for update', [id]);
  }

  /** What a bill tells of its payments only this service knows. */
  async rowsOf(bills: readonly Bill[], manager: EntityManager): Promise<RecordRows[]> {
    const applied = await this.appliedPayments(
      manager,
      bills.map(({ id }) => id),
    );
    return bills.map((bill) => ({
      row: billRowOf(bill, applied.get(bill.id) ?? []),
      parts: { bill_line: lineRowsOf(bill) },
    }));
  }

  /** The engine's newest version cannot be believed: this one is kept, and cannot be paid. */
  async hold(id: string, manager: EntityManager): Promise<void> {
    const bill = await this.lock(manager, id);
    if (!bill || bill.state === 'settled' || bill.state === 'onHold') return;
    await this.rewrite(manager, { ...bill, state: 'onHold' });
  }

  /** To be called when a payment of the bill is done: the bill tells which payments were applied to it. */
  async showPayments(manager: EntityManager, id: string): Promise<void> {
    const bill = await this.lock(manager, id);
    if (bill) await this.rewrite(manager, bill);
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
