import { describe, expect, it } from '@jest/globals';
import { startBackoffice } from './backoffice.ts';

/** The real export is not ours to ship. Whoever has it names it here. */
const file = process.env['TELCO_CUSTOMERS_CSV'];
const whenThere = file === undefined ? it.skip : it;

describe('the telecom export of 7,043 customers that TELCO_CUSTOMERS_CSV names', () => {
  whenThere(
    'is imported whole: bills add up to the sum of its TotalCharges, subscriptions become services with use',
    async () => {
      const backoffice = await startBackoffice({ CUSTOMERS_CSV: file ?? '' });
      try {
        expect(backoffice.logs[0]).toMatchObject({
          rows: 7043,
          imported: 7043,
          rejected: 0,
          billed: '16056168.70',
        });
        const { rows } = await backoffice.db.query(
          `SELECT sum(total_minor)::text AS billed, count(DISTINCT customer_no)::int AS customers,
                  max(bills)::int AS most, count(*) FILTER (WHERE total_minor <= 0)::int AS worthless
           FROM (SELECT *, count(*) OVER (PARTITION BY customer_no) AS bills FROM invoice) AS invoice`,
        );
        // Eleven customers are in their first month and have no bill yet.
        expect(rows).toEqual([{ billed: '1605616870', customers: 7032, most: 13, worthless: 0 }]);
        const { rows: derived } = await backoffice.db.query(
          `SELECT (SELECT count(*) FROM service WHERE type <> 'DEVICE') = sum(jsonb_array_length(subscriptions)) AS services,
                  (SELECT count(DISTINCT customer_no) FROM service WHERE status = 'ACTIVE') =
                  (SELECT count(DISTINCT customer_no) FROM usage_record) AS use
           FROM customer`,
        );
        expect(derived).toEqual([{ services: true, use: true }]);
      } finally {
        await backoffice.stop();
      }
    },
    240_000,
  );
});
