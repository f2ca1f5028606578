import type { Pool } from 'pg';
import { inTransaction } from '../database.ts';
import { Refusal } from '../errors.ts';
import { takeChangeNumbers } from '../feed.ts';
import { formatAmount, type Minor } from '../money.ts';
import { type Kind, unitOf, type Zone } from './kinds.ts';

export interface Bucket {
  lineNo: string;
  product: string;
  number: string | null;
  kind: Kind;
  zone: Zone;
  unit: string;
  /** For a calendar month; null is unlimited. */
  allowance: number | null;
}

/** What a customer may use, and the most they want to pay for use in a month. */
export interface Account {
  customerNo: string;
  currency: string;
  spendingLimit: string | null;
  buckets: Bucket[];
  changeSeq: number;
}

interface AccountRow {
  customer_no: string;
  spending_limit_minor: number | null;
  change_seq: number;
  buckets: Omit<Bucket, 'unit'>[];
}

const accountColumns = `
  customer_no, spending_limit_minor, change_seq,
  (SELECT coalesce(json_agg(json_build_object('lineNo', line_no, 'product', product, 'number', number, 'kind', kind,
          'zone', zone, 'allowance', allowance) ORDER BY line_no, kind, zone), '[]')
   FROM bucket JOIN service ON service_no = line_no WHERE bucket.customer_no = rating_account.customer_no) AS buckets`;

export async function changedAccounts(pool: Pool, changedAfter: number, limit: number): Promise<Account[]> {
  const { rows } = await pool.query<AccountRow>(
    `SELECT ${accountColumns} FROM rating_account WHERE change_seq > $1 ORDER BY change_seq LIMIT $2`,
    [changedAfter, limit],
  );
  return rows.map(toAccount);
}

export async function findAccount(pool: Pool, customerNo: string): Promise<Account | undefined> {
  const { rows } = await pool.query<AccountRow>(`SELECT ${accountColumns} FROM rating_account WHERE customer_no = $1`, [
    customerNo,
  ]);
  return rows[0] && toAccount(rows[0]);
}

/**
 * The same limit again is no change.
 * @param seen refuses when the account has changed since this change number; whatever it is when left out
 */
export async function setSpendingLimit(
  pool: Pool,
  customerNo: string,
  limitMinor: Minor | null,
  seen?: number,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ change_seq: number }>(
      'SELECT change_seq FROM rating_account WHERE customer_no = $1 FOR UPDATE',
      [customerNo],
    );
    if (seen !== undefined && rows[0] && rows[0].change_seq !== seen) throw new Refusal(412, 'ACCOUNT_CHANGED');
    const changeSeq = await takeChangeNumbers(client, 'rating-account');
    await client.query(
      `UPDATE rating_account SET spending_limit_minor = $2, change_seq = $3
       WHERE customer_no = $1 AND spending_limit_minor IS DISTINCT FROM $2`,
      [customerNo, limitMinor, changeSeq],
    );
  });
}

function toAccount(row: AccountRow): Account {
  return {
    customerNo: row.customer_no,
    currency: 'EUR',
    spendingLimit: row.spending_limit_minor === null ? null : formatAmount(row.spending_limit_minor),
    buckets: row.buckets.map((bucket) => ({ ...bucket, unit: unitOf[bucket.kind] })),
    changeSeq: row.change_seq,
  };
}
