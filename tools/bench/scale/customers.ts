/** Customers of the background systems for `npm run bench -- scale`, made by the database itself. */
import { oneRow, onDatabase } from './on-database.ts';

/** Each has a mobile plan, half of them internet as well; twelve bills, the newest open. */
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
  FROM counter, generate_series(1, $1::int) AS nth, LATERAL (SELECT $2::int + nth - 1 AS no) AS numbered`;

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
       LATERAL (SELECT $2::int + nth - 1 AS no, (date_trunc('month', now()) - make_interval(months => back))::date AS issued)
         AS made
  ORDER BY 13`;

/** Adds so many customers and their bills; what else they have follows when the background systems start. */
export function addCustomers(databaseUrl: string, first: number, count: number): Promise<void> {
  return onDatabase(databaseUrl, async (client) => {
    await client.query('BEGIN');
    await client.query(fill, [count, first]);
    await client.query(bills, [count, first]);
    await client.query('COMMIT');
    await client.query('ANALYZE');
  });
}

/** How far one of their feeds goes. */
export function feedEnd(databaseUrl: string, feed: string): Promise<number> {
  return oneRow<{ end: number }>(databaseUrl, 'SELECT last_seq::float8 AS end FROM feed WHERE name = $1', [feed]).then(
    ({ end }) => end,
  );
}
