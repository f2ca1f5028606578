import type { Pool } from 'pg';
import { monthOf, firstDay } from '../months.ts';
import { makeDemoCustomer } from './demo-customer.ts';
import { store } from './store.ts';

const firstNumber = 1001;
const batchSize = 200;

/** Makes demo customers C-1001, C-1002 … and their bills; a later run adds only what is missing. */
export async function seedDemoCustomers(
  pool: Pool,
  { count, referenceDate }: { count: number; referenceDate: string },
): Promise<{ customers: number; invoices: number }> {
  const latest = monthOf(referenceDate);
  const complete = await customersBilledIn(pool, firstDay(latest));
  const missing = Array.from({ length: count }, (_, index) => firstNumber + index).filter(
    (number) => !complete.has(`C-${number}`),
  );
  const added = { customers: 0, invoices: 0 };
  for (let start = 0; start < missing.length; start += batchSize) {
    const batch = missing.slice(start, start + batchSize).map((number) => makeDemoCustomer(number, latest));
    const stored = await store(pool, batch);
    added.customers += stored.customers;
    added.invoices += stored.invoices;
  }
  return added;
}

async function customersBilledIn(pool: Pool, issued: string): Promise<Set<string>> {
  const { rows } = await pool.query<{ customer_no: string }>('SELECT customer_no FROM invoice WHERE issued = $1', [
    issued,
  ]);
  return new Set(rows.map((row) => row.customer_no));
}
