import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../database.ts';
import { found, Refusal } from '../errors.ts';
import { takeChangeNumbers } from '../feed.ts';
import { formatAmount } from '../money.ts';
import { lockInvoice } from './invoice.ts';

export interface Settlement {
  settlementNo: string;
  invoiceNo: string;
  externalRef: string;
  amount: string;
  currency: string;
  bookedAt: string;
}

export interface SettlementOrder {
  invoiceNo: string;
  externalRef: string;
  amountMinor: number;
  currency: string;
  method: string;
}

interface SettlementRow {
  id: number;
  external_ref: string;
  invoice_no: string;
  amount_minor: number;
  currency: string;
  booked_at: Date;
}

/** Books a payment. The invoice's row lock puts callers in line; the unique `external_ref` is the last word. */
export async function settle(
  pool: Pool,
  order: SettlementOrder,
): Promise<{ settlement: Settlement; repeated: boolean }> {
  return inTransaction(pool, async (client) => {
    const invoice = found(await lockInvoice(client, order.invoiceNo));
    const earlier = await findSettlement(client, order.externalRef);
    if (earlier) {
      if (earlier.invoiceNo !== order.invoiceNo) throw new Refusal(409, 'REFERENCE_REUSED');
      return { settlement: earlier, repeated: true };
    }
    if (invoice.open_minor === 0) throw new Refusal(409, 'ALREADY_PAID');
    if (invoice.open_minor !== order.amountMinor || invoice.currency !== order.currency) {
      throw new Refusal(422, 'AMOUNT_MISMATCH');
    }
    const settlement = await insertSettlement(client, order);
    const changeSeq = await takeChangeNumbers(client, 'invoice');
    await client.query('UPDATE invoice SET open_minor = 0, paid_at = $2, change_seq = $3 WHERE invoice_no = $1', [
      order.invoiceNo,
      settlement.bookedAt,
      changeSeq,
    ]);
    return { settlement, repeated: false };
  });
}

export async function findSettlement(db: Pool | PoolClient, externalRef: string): Promise<Settlement | undefined> {
  const { rows } = await db.query<SettlementRow>('SELECT * FROM settlement WHERE external_ref = $1', [externalRef]);
  return rows[0] && toSettlement(rows[0]);
}

async function insertSettlement(client: PoolClient, order: SettlementOrder): Promise<Settlement> {
  const { rows } = await client.query<SettlementRow>(
    `INSERT INTO settlement (external_ref, invoice_no, amount_minor, currency, method) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (external_ref) DO NOTHING RETURNING *`,
    [order.externalRef, order.invoiceNo, order.amountMinor, order.currency, order.method],
  );
  // Only another invoice can have taken the reference meanwhile: this one is locked by us.
  if (!rows[0]) throw new Refusal(409, 'REFERENCE_REUSED');
  return toSettlement(rows[0]);
}

function toSettlement(row: SettlementRow): Settlement {
  return {
    settlementNo: `S-${row.id}`,
    invoiceNo: row.invoice_no,
    externalRef: row.external_ref,
    amount: formatAmount(row.amount_minor),
    currency: row.currency,
    bookedAt: row.booked_at.toISOString(),
  };
}
