import type { Pool, PoolClient } from 'pg';
import { formatAmount } from '../money.ts';

export type LineKind = 'RECURRING' | 'USAGE' | 'ONE_TIME' | 'DISCOUNT';

export interface InvoiceLine {
  no: number;
  text: string;
  kind: LineKind;
  net: string;
  vatRate: string;
  vat: string;
  gross: string;
}

export interface Invoice {
  invoiceNo: string;
  customerNo: string;
  accountNo: string;
  periodFrom: string;
  periodTo: string;
  issued: string;
  due: string;
  currency: string;
  total: string;
  open: string;
  status: 'OPEN' | 'PAID';
  paidAt: string | null;
  changeSeq: number;
  lines: InvoiceLine[];
}

export interface InvoiceRow {
  invoice_no: string;
  customer_no: string;
  account_no: string;
  period_from: string;
  period_to: string;
  issued: string;
  due: string;
  currency: string;
  total_minor: number;
  open_minor: number;
  paid_at: Date | null;
  change_seq: number;
  lines: InvoiceLine[];
}

export async function changedInvoices(pool: Pool, changedAfter: number, limit: number): Promise<Invoice[]> {
  const { rows } = await pool.query<InvoiceRow>(
    'SELECT * FROM invoice WHERE change_seq > $1 ORDER BY change_seq LIMIT $2',
    [changedAfter, limit],
  );
  return rows.map(toInvoice);
}

export async function invoicesOf(pool: Pool, customerNo: string): Promise<Invoice[]> {
  const { rows } = await pool.query<InvoiceRow>('SELECT * FROM invoice WHERE customer_no = $1 ORDER BY issued DESC', [
    customerNo,
  ]);
  return rows.map(toInvoice);
}

export async function findInvoice(pool: Pool, invoiceNo: string): Promise<Invoice | undefined> {
  const { rows } = await pool.query<InvoiceRow>('SELECT * FROM invoice WHERE invoice_no = $1', [invoiceNo]);
  return rows[0] && toInvoice(rows[0]);
}

export async function lockInvoice(client: PoolClient, invoiceNo: string): Promise<InvoiceRow | undefined> {
  const { rows } = await client.query<InvoiceRow>('SELECT * FROM invoice WHERE invoice_no = $1 FOR UPDATE', [
    invoiceNo,
  ]);
  return rows[0];
}

function toInvoice(row: InvoiceRow): Invoice {
  return {
    invoiceNo: row.invoice_no,
    customerNo: row.customer_no,
    accountNo: row.account_no,
    periodFrom: row.period_from,
    periodTo: row.period_to,
    issued: row.issued,
    due: row.due,
    currency: row.currency,
    total: formatAmount(row.total_minor),
    open: formatAmount(row.open_minor),
    status: row.open_minor === 0 ? 'PAID' : 'OPEN',
    paidAt: row.paid_at?.toISOString() ?? null,
    changeSeq: row.change_seq,
    lines: row.lines,
  };
}
