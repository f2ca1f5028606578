import type { Pool } from 'pg';
import { formatAmount } from '../money.ts';
import { dayOf, firstDay, lastDay, monthOf } from '../months.ts';
import { type Account, type Bucket, findAccount } from './account.ts';
import type { Kind, Zone } from './kinds.ts';

/** What of a month's allowances is used on a day, and what the next bill has so far. */
export interface Balance extends Pick<Account, 'customerNo' | 'currency' | 'spendingLimit'> {
  period: { from: string; to: string };
  spent: string;
  spentToday: string;
  buckets: (Bucket & { used: number })[];
}

interface Used {
  line_no: string;
  kind: Kind;
  zone: Zone;
  quantity: number;
  charge: number;
  charge_today: number;
}

export async function balanceOf(pool: Pool, customerNo: string, on: string): Promise<Balance | undefined> {
  const account = await findAccount(pool, customerNo);
  if (!account) return undefined;
  const month = monthOf(on);
  const { rows } = await pool.query<Used>(
    `SELECT line_no, kind, zone, sum(quantity)::bigint AS quantity, sum(charge_minor)::bigint AS charge,
            coalesce(sum(charge_minor) FILTER (WHERE (started_at AT TIME ZONE 'UTC')::date = $4), 0)::bigint AS charge_today
     FROM usage_record WHERE customer_no = $1 AND started_at >= $2 AND started_at < $3 GROUP BY line_no, kind, zone`,
    [customerNo, `${firstDay(month)}T00:00:00Z`, `${dayOf(month + 1, 1)}T00:00:00Z`, on],
  );
  const usedOf = (bucket: Bucket): number =>
    rows.find((row) => row.line_no === bucket.lineNo && row.kind === bucket.kind && row.zone === bucket.zone)
      ?.quantity ?? 0;
  return {
    customerNo,
    currency: account.currency,
    period: { from: firstDay(month), to: lastDay(month) },
    spendingLimit: account.spendingLimit,
    spent: formatAmount(rows.reduce((sum, row) => sum + row.charge, 0)),
    spentToday: formatAmount(rows.reduce((sum, row) => sum + row.charge_today, 0)),
    buckets: account.buckets.map((bucket) => ({ ...bucket, used: usedOf(bucket) })),
  };
}
