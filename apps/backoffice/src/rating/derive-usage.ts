import type { Pool } from 'pg';
import { inTransaction } from '../database.ts';
import { tariff } from './tariff.ts';

/** Accounts and allowances of customers who have none: they follow from the products their active lines have. */
const accounts = `
  WITH made AS (
    SELECT customer_no, row_number() OVER (ORDER BY customer_no) AS nth FROM customer
    WHERE EXISTS (SELECT 1 FROM service WHERE service.customer_no = customer.customer_no AND status = 'ACTIVE')
      AND NOT EXISTS (SELECT 1 FROM rating_account WHERE rating_account.customer_no = customer.customer_no)
  ), counter AS (
    UPDATE feed SET last_seq = last_seq + (SELECT count(*) FROM made) WHERE name = 'rating-account'
    RETURNING last_seq - (SELECT count(*) FROM made) AS before
  ), account AS (
    INSERT INTO rating_account (customer_no, change_seq) SELECT customer_no, before + nth FROM made, counter
    RETURNING customer_no
  )
  INSERT INTO bucket (line_no, kind, zone, customer_no, allowance)
  SELECT service_no, kind, zone, customer_no, allowance
  FROM account JOIN service USING (customer_no)
  JOIN jsonb_to_recordset($1) AS tariff (product text, kind text, zone text, allowance bigint, "priceMinor" int)
    USING (product)
  WHERE status = 'ACTIVE' AND "priceMinor" IS NULL
`;

/**
 * What was used until a day, day by day from where the last run ended. The first run begins with the month's first day
 * and adds one record for each earlier month of the last twelve and each kind; what such a month's bill charges for use is
 * what its records cost. Some records arrive days late, as they do when a network abroad takes its time.
 */
const records = `
  WITH items AS MATERIALIZED (
    SELECT account.customer_no, account.made_until, service.service_no AS line_no, service.since, tariff.*,
           0.3 + 1.1 * noise(service.service_no || kind) AS habit
    FROM rating_account AS account JOIN service USING (customer_no)
    JOIN jsonb_to_recordset($1) AS tariff (product text, kind text, zone text, allowance bigint, "priceMinor" int,
      "onADay" int, share float8) USING (product)
    WHERE service.status = 'ACTIVE' AND (account.made_until IS NULL OR account.made_until < $2::date)
  ), days AS (
    SELECT 'U-' || line_no || '-' || to_char(day, 'YYYYMMDD') || '-' || kind || '-' || zone AS record_no,
           customer_no, line_no, kind, zone, day, ("onADay" * habit) AS usual, coalesce("priceMinor", 0) AS price
    FROM items
    CROSS JOIN LATERAL generate_series(greatest(coalesce(made_until + 1, date_trunc('month', $2::date)::date), since),
                                       $2::date, interval '1 day') AS day
    WHERE noise(line_no || kind || zone || to_char(day, 'YYYYMMDD')) < share
  ), made AS MATERIALIZED (
    SELECT record_no, customer_no, line_no, kind, zone,
           day + CASE WHEN day = $2::date THEN interval '1 minute' ELSE interval '5 hours' END
               + floor(noise(record_no || 'minute') * CASE WHEN day = $2::date THEN 30 ELSE 1080 END) * interval '1 minute'
             AS started_at,
           greatest(1, (usual * (0.5 + noise(record_no)))::bigint) AS quantity,
           price::bigint AS charge_minor
    FROM days
    UNION ALL
    SELECT 'U-' || line_no || '-' || to_char(month, 'YYYYMM') || '-' || kind || '-' || zone, customer_no, line_no, kind, zone,
           month + interval '14 days 12 hours',
           greatest(1, ("onADay" * habit * share * 30 * (0.7 + 0.6 * noise(line_no || kind || to_char(month, 'YYYYMM'))))::bigint), 0
    FROM items
    CROSS JOIN LATERAL generate_series(greatest(date_trunc('month', $2::date) - interval '11 months', date_trunc('month', since)),
                                       date_trunc('month', $2::date) - interval '1 month', interval '1 month') AS month
    WHERE made_until IS NULL AND "priceMinor" IS NULL
    UNION ALL
    SELECT 'U-' || invoice_no || '-' || (line->>'no'), customer_no, line_no,
           CASE line->>'text' WHEN 'Data roaming' THEN 'DATA' WHEN 'Premium messages' THEN 'MESSAGE' ELSE 'VOICE' END,
           CASE line->>'text' WHEN 'Data roaming' THEN 'ROAMING' WHEN 'Premium messages' THEN 'PREMIUM' ELSE 'ABROAD' END,
           period_from + interval '20 days 15 hours',
           1 + floor(noise(invoice_no || 'quantity') * 300)::bigint,
           (replace(line->>'gross', '.', ''))::bigint
    FROM (SELECT customer_no, min(line_no) AS line_no FROM items WHERE made_until IS NULL GROUP BY customer_no) AS fresh
    JOIN invoice USING (customer_no)
    CROSS JOIN LATERAL jsonb_array_elements(lines) AS line
    WHERE line->>'kind' = 'USAGE' AND period_from < date_trunc('month', $2::date)
  ), counter AS (
    UPDATE feed SET last_seq = last_seq + (SELECT count(*) FROM made) WHERE name = 'usage'
    RETURNING last_seq - (SELECT count(*) FROM made) AS before
  )
  INSERT INTO usage_record (record_no, customer_no, line_no, kind, zone, started_at, quantity, charge_minor, change_seq)
  SELECT made.*, before + row_number() OVER (
    ORDER BY started_at + CASE WHEN noise(record_no || 'late') < 0.03 THEN interval '3 days' ELSE interval '0' END, record_no)
  FROM made, counter
  ORDER BY 9
`;

/** Returns how many records were added. */
export async function deriveUsage(pool: Pool, referenceDate: string): Promise<number> {
  const items = JSON.stringify(tariff.map((item) => ({ allowance: null, ...item })));
  return inTransaction(pool, async (client) => {
    // Days and months are those of UTC, whatever the database's own zone is.
    await client.query(`SET LOCAL TIME ZONE 'UTC'`);
    await client.query(accounts, [items]);
    const { rowCount } = await client.query(records, [items, referenceDate]);
    await client.query('UPDATE rating_account SET made_until = $1 WHERE made_until IS NULL OR made_until < $1', [
      referenceDate,
    ]);
    return rowCount ?? 0;
  });
}
