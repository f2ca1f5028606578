import type { Pool, PoolClient } from 'pg';
import type { Customer } from '../crm/customer.ts';
import { inTransaction } from '../database.ts';
import { takeChangeNumbers } from '../feed.ts';
import type { NewInvoice } from './bill.ts';

export interface CustomerRecord {
  customer: Omit<Customer, 'status' | 'changeSeq'>;
  invoices: NewInvoice[];
}

/** Adds what is not there yet; a customer or a bill that is there keeps its state. Returns how many were added. */
export async function store(pool: Pool, records: CustomerRecord[]): Promise<{ customers: number; invoices: number }> {
  return inTransaction(pool, async (client) => ({
    customers: await insertCustomers(
      client,
      records.map((record) => record.customer),
    ),
    invoices: await insertInvoices(
      client,
      records.flatMap((record) => record.invoices),
    ),
  }));
}

async function insertCustomers(client: PoolClient, customers: CustomerRecord['customer'][]): Promise<number> {
  const first = await takeChangeNumbers(client, 'customer', customers.length);
  const { rowCount } = await client.query(
    `INSERT INTO customer (customer_no, first_name, last_name, email, phone, language, segment, since, subscriptions,
                           change_seq)
     SELECT * FROM json_to_recordset($1) AS row ("customerNo" text, "firstName" text, "lastName" text, email text,
       phone text, language text, segment text, since date, subscriptions jsonb, "changeSeq" bigint)
     ON CONFLICT (customer_no) DO NOTHING`,
    [JSON.stringify(customers.map((customer, index) => ({ ...customer, changeSeq: first + index })))],
  );
  return rowCount ?? 0;
}

async function insertInvoices(client: PoolClient, invoices: NewInvoice[]): Promise<number> {
  // Oldest first: change numbers then follow the order in which bills were issued.
  const ordered = invoices.toSorted((a, b) => a.issued.localeCompare(b.issued));
  const first = await takeChangeNumbers(client, 'invoice', ordered.length);
  const { rowCount } = await client.query(
    `INSERT INTO invoice (invoice_no, customer_no, account_no, period_from, period_to, issued, due, currency,
                          total_minor, open_minor, paid_at, lines, change_seq)
     SELECT * FROM json_to_recordset($1) AS row ("invoiceNo" text, "customerNo" text, "accountNo" text,
       "periodFrom" date, "periodTo" date, issued date, due date, currency text, "totalMinor" bigint,
       "openMinor" bigint, "paidAt" timestamptz, lines jsonb, "changeSeq" bigint)
     ON CONFLICT (invoice_no) DO NOTHING`,
    [JSON.stringify(ordered.map((invoice, index) => ({ ...invoice, changeSeq: first + index })))],
  );
  return rowCount ?? 0;
}
