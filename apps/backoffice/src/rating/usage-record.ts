import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../database.ts';
import { found, Refusal } from '../errors.ts';
import { takeChangeNumbers } from '../feed.ts';
import { formatAmount, type Minor } from '../money.ts';
import { type Kind, unitOf, type Zone } from './kinds.ts';

export interface UsageRecord {
  recordNo: string;
  customerNo: string;
  lineNo: string;
  kind: Kind;
  zone: Zone;
  startedAt: string;
  quantity: number;
  unit: string;
  charge: string;
  currency: string;
  changeSeq: number;
}

/** A record as the network hands it in. */
export interface NewRecord {
  recordNo: string;
  lineNo: string;
  kind: Kind;
  zone: Zone;
  startedAt: Date;
  quantity: number;
  /** What it costs, were there no limit. */
  chargeMinor: Minor;
}

interface RecordRow {
  record_no: string;
  customer_no: string;
  line_no: string;
  kind: Kind;
  zone: Zone;
  started_at: Date;
  quantity: number;
  charge_minor: number;
  change_seq: number;
}

export async function changedRecords(pool: Pool, changedAfter: number, limit: number): Promise<UsageRecord[]> {
  const { rows } = await pool.query<RecordRow>(
    'SELECT * FROM usage_record WHERE change_seq > $1 ORDER BY change_seq LIMIT $2',
    [changedAfter, limit],
  );
  return rows.map(toRecord);
}

/** One customer's, from the first day of a month on. */
export async function recordsOf(pool: Pool, customerNo: string, from: string): Promise<UsageRecord[]> {
  const { rows } = await pool.query<RecordRow>(
    'SELECT * FROM usage_record WHERE customer_no = $1 AND started_at >= $2 ORDER BY started_at, record_no',
    [customerNo, `${from}T00:00:00Z`],
  );
  return rows.map(toRecord);
}

/**
 * Rates a record, which may come late, twice or before an earlier one. Nobody pays more in a month than their limit: the
 * account's row lock puts records in line, and each costs no more than the limit of its own month leaves.
 */
export async function rate(pool: Pool, record: NewRecord): Promise<{ record: UsageRecord; repeated: boolean }> {
  return inTransaction(pool, async (client) => {
    const account = await lockAccountOf(client, record.lineNo);
    const { rows: earlier } = await client.query<RecordRow>('SELECT * FROM usage_record WHERE record_no = $1', [
      record.recordNo,
    ]);
    if (earlier[0]) {
      if (earlier[0].line_no !== record.lineNo) throw new Refusal(409, 'RECORD_NO_REUSED');
      return { record: toRecord(earlier[0]), repeated: true };
    }
    const { customer_no: customerNo, spending_limit_minor: limit } = account;
    const left =
      limit === null ? Infinity : Math.max(0, limit - (await spentInMonth(client, customerNo, record.startedAt)));
    const changeSeq = await takeChangeNumbers(client, 'usage');
    const { rows } = await client.query<RecordRow>(
      `INSERT INTO usage_record (record_no, customer_no, line_no, kind, zone, started_at, quantity, charge_minor, change_seq)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (record_no) DO NOTHING RETURNING *`,
      [
        record.recordNo,
        customerNo,
        record.lineNo,
        record.kind,
        record.zone,
        record.startedAt,
        record.quantity,
        Math.min(record.chargeMinor, left),
        changeSeq,
      ],
    );
    // Only a record of another customer can have taken the number meanwhile: this one's account is locked by us.
    if (!rows[0]) throw new Refusal(409, 'RECORD_NO_REUSED');
    return { record: toRecord(rows[0]), repeated: false };
  });
}

async function lockAccountOf(
  client: PoolClient,
  lineNo: string,
): Promise<{ customer_no: string; spending_limit_minor: number | null }> {
  const { rows } = await client.query<{ customer_no: string; spending_limit_minor: number | null }>(
    `SELECT customer_no, spending_limit_minor FROM rating_account
     WHERE customer_no = (SELECT customer_no FROM service WHERE service_no = $1) FOR UPDATE`,
    [lineNo],
  );
  return found(rows[0]);
}

async function spentInMonth(client: PoolClient, customerNo: string, day: Date): Promise<Minor> {
  const { rows } = await client.query<{ spent: number }>(
    `SELECT coalesce(sum(charge_minor), 0)::bigint AS spent FROM usage_record
     WHERE customer_no = $1 AND started_at >= date_trunc('month', $2::timestamptz, 'UTC')
       AND started_at < date_trunc('month', $2::timestamptz, 'UTC') + interval '1 month'`,
    [customerNo, day],
  );
  return rows[0]?.spent ?? 0;
}

function toRecord(row: RecordRow): UsageRecord {
  return {
    recordNo: row.record_no,
    customerNo: row.customer_no,
    lineNo: row.line_no,
    kind: row.kind,
    zone: row.zone,
    startedAt: row.started_at.toISOString(),
    quantity: row.quantity,
    unit: unitOf[row.kind],
    charge: formatAmount(row.charge_minor),
    currency: 'EUR',
    changeSeq: row.change_seq,
  };
}
