/** Customers for `npm run bench -- scale`, made by the database: a million of them never pass through this process. */
import { Client } from 'pg';

/** Each has a mobile plan, half of them internet as well; twelve bills, the newest open. Numbers begin with `C-1000001`. */
const fill = `
  WITH counter AS (
    UPDATE feed SET last_seq = last_seq + $1::int WHERE name = 'customer' RETURNING last_seq - $1::int AS before
  )
  INSERT INTO customer (customer_no, first_name, last_name, email, phone, language, segment, since, subscriptions, change_seq)
  SELECT 'C-' || no, 'Customer', no::text, 'c-' || no || '@example.com', '+372 5' || no, 'en', 'residential',
         date_trunc('month', now())::date - interval '2 years',
         jsonb_build_array(jsonb_build_object('subscriptionNo', 'S-' || no || '-1', 'product', 'Mobile M', 'kind', 'mobile',
           'monthlyPrice', '24.90', 'contract', 'Month-to-month', 'status', 'ACTIVE', 'since', '2025-01-01',
           'allowance', '20 GB', 'paymentMethod', 'Card'))
         || CASE WHEN nth % 2 = 0 THEN '[]'::jsonb ELSE jsonb_build_array(jsonb_build_object('subscriptionNo',
           'S-' || no || '-2', 'product', 'Home internet 100 Mbit/s', 'kind', 'internet', 'monthlyPrice', '25.90',
           'contract', 'One year', 'status', 'ACTIVE', 'since', '2025-01-01', 'allowance', 'Unlimited',
           'paymentMethod', 'Card')) END,
         before + nth
  FROM counter, generate_series(1, $1::int) AS nth, LATERAL (SELECT 1000000 + nth AS no) AS numbered`;

const bills = `
  WITH counter AS (
    UPDATE feed SET last_seq = last_seq + 12 * $1::int WHERE name = 'invoice' RETURNING last_seq - 12 * $1::int AS before
  )
  INSERT INTO invoice (invoice_no, customer_no, account_no, period_from, period_to, issued, due, currency, total_minor,
                       open_minor, paid_at, lines, change_seq)
  SELECT 'INV-' || to_char(issued, 'YYYYMM') || '-' || no, 'C-' || no, 'A-' || no, (issued - interval '1 month')::date,
         (issued - interval '1 day')::date, issued, issued + 14, 'EUR', 2490, CASE WHEN back = 0 THEN 2490 ELSE 0 END,
         CASE WHEN back = 0 THEN NULL ELSE issued + interval '5 days' END,
         '[{"no":1,"text":"Mobile M","kind":"RECURRING","net":"20.75","vatRate":"20","vat":"4.15","gross":"24.90"}]',
         before + (11 - back) * $1::int + nth
  FROM counter, generate_series(0, 11) AS back, generate_series(1, $1::int) AS nth,
       LATERAL (SELECT 1000000 + nth AS no, (date_trunc('month', now()) - make_interval(months => back))::date AS issued) AS made
  ORDER BY 13`;

/** Adds so many customers and their bills to the background systems. */
export async function addCustomers(databaseUrl: string, count: number): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(fill, [count]);
    await client.query(bills, [count]);
    await client.query('COMMIT');
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
}

/** Numbers of customers, spread over all of them. */
export function someCustomers(count: number, wanted: number): string[] {
  const step = Math.max(1, Math.floor(count / wanted));
  return Array.from({ length: Math.min(count, wanted) }, (_, index) => `C-${1_000_001 + index * step}`);
}

/** Rows of a table, as the database last counted them. */
export async function countOf(databaseUrl: string, table: string): Promise<number> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: string }>(`SELECT count(*) AS count FROM ${table}`);
    return Number(rows[0]?.count ?? 0);
  } finally {
    await client.end();
  }
}
