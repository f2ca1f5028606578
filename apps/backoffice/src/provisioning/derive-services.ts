import type { Pool } from 'pg';

/**
 * Gives every customer who has none the services that CRM sold them: what is told of them here and there is the same,
 * whether they were made up or imported. All in the database, since there may be very many.
 *
 * An extra goes with the customer's first internet connection or line; an additional line is a line. Some lines came with
 * a telephone on instalments.
 */
const derivation = `
  WITH sold AS (
    SELECT customer.customer_no, customer.phone, item.*,
           CASE WHEN item.kind IN ('mobile', 'phone') OR item.product = 'Additional lines' THEN 'LINE'
                WHEN item.kind = 'internet' THEN 'INTERNET' WHEN item.kind = 'tv' THEN 'TV' ELSE 'EXTRA' END AS type
    FROM customer
    CROSS JOIN LATERAL jsonb_to_recordset(customer.subscriptions) AS item ("subscriptionNo" text, product text,
      kind text, "monthlyPrice" text, contract text, status text, since date)
    WHERE NOT EXISTS (SELECT 1 FROM service WHERE service.customer_no = customer.customer_no)
  ), placed AS (
    SELECT *, status = 'ACTIVE' AS is_active, row_number() OVER (PARTITION BY customer_no, type ORDER BY "subscriptionNo") AS nth,
           first_value("subscriptionNo") OVER (PARTITION BY customer_no
             ORDER BY type = 'INTERNET' DESC, type = 'LINE' DESC, "subscriptionNo") AS main_no,
           CASE contract WHEN 'One year' THEN 12 WHEN 'Two year' THEN 24 END AS term
    FROM sold
  ), made AS (
    SELECT "subscriptionNo" AS service_no, customer_no, type, product,
           CASE WHEN type = 'EXTRA' AND main_no <> "subscriptionNo" THEN main_no END AS belongs_to,
           CASE WHEN type <> 'LINE' THEN NULL WHEN nth = 1 THEN phone
                ELSE '+372 5' || (100 + floor(noise("subscriptionNo" || 'a') * 900))::int || ' '
                              || (1000 + floor(noise("subscriptionNo" || 'b') * 9000))::int END AS number,
           CASE WHEN is_active THEN 'ACTIVE' ELSE 'ENDED' END AS status,
           since, CASE WHEN NOT is_active THEN $1::date END AS ended, "monthlyPrice" AS monthly_price,
           contract,
           CASE WHEN is_active AND term IS NOT NULL
                THEN (since + make_interval(months => term * (1 + (extract(year FROM age($1::date, since)) * 12
                     + extract(month FROM age($1::date, since)))::int / term)))::date END AS contract_until,
           30 AS notice_days,
           CASE WHEN type = 'LINE' AND is_active THEN noise("subscriptionNo" || 'roaming') < 0.8 END AS roaming,
           NULL::jsonb AS device,
           type = 'LINE' AND is_active AS has_sim
    FROM placed
    UNION ALL
    SELECT "subscriptionNo" || '-D', customer_no, 'DEVICE', model, "subscriptionNo", NULL, 'ACTIVE',
           ($1::date - make_interval(months => paid))::date, NULL, '0.00', 'Instalments', NULL, 0, NULL,
           jsonb_build_object('model', model, 'financedBy', 'Northern Finance', 'instalments', 24, 'paid', paid,
             'monthlyAmount', amount, 'paidOffOn', to_char($1::date + make_interval(months => 24 - paid), 'YYYY-MM-DD')),
           false
    FROM placed
    CROSS JOIN LATERAL (SELECT 1 + floor(noise("subscriptionNo" || 'paid') * 22)::int AS paid,
      (ARRAY['Phone 15', 'Phone 15 Pro', 'Galaxy S26', 'Pixel 11'])[1 + floor(noise("subscriptionNo" || 'model') * 4)::int] AS model,
      (ARRAY['18.90', '24.50', '31.25', '39.90'])[1 + floor(noise("subscriptionNo" || 'amount') * 4)::int] AS amount) AS telephone
    WHERE type = 'LINE' AND is_active AND (customer_no = 'C-1001' OR noise("subscriptionNo" || 'device') < 0.3)
  ), counter AS (
    UPDATE feed SET last_seq = last_seq + (SELECT count(*) FROM made) WHERE name = 'service'
    RETURNING last_seq - (SELECT count(*) FROM made) AS before
  ), numbered AS (
    SELECT made.*, before + row_number() OVER (ORDER BY service_no) AS change_seq FROM made, counter
  ), equipped AS (
    SELECT *, CASE WHEN has_sim THEN '893725' || lpad(floor(noise(service_no) * 1e6)::int::text, 6, '0')
                                              || lpad(change_seq::text, 7, '0') END AS iccid
    FROM numbered
  )
  INSERT INTO service (service_no, customer_no, type, product, belongs_to, number, status, since, ended, monthly_price,
                       contract, contract_until, notice_days, roaming, device, iccid, sim_type, sim_status, puk, change_seq)
  SELECT service_no, customer_no, type, product, belongs_to, number, status, since, ended, monthly_price,
         contract, contract_until, notice_days, roaming, device, iccid,
         CASE WHEN has_sim THEN CASE WHEN noise('esim' || service_no) < 0.25 THEN 'ESIM' ELSE 'PLASTIC' END END,
         CASE WHEN has_sim THEN 'ACTIVE' END,
         CASE WHEN has_sim THEN lpad(floor(noise('puk' || iccid) * 1e8)::int::text, 8, '0') END,
         change_seq
  FROM equipped
`;

/** Returns how many services were added. */
export async function deriveServices(pool: Pool, referenceDate: string): Promise<number> {
  const { rowCount } = await pool.query(derivation, [referenceDate]);
  return rowCount ?? 0;
}
