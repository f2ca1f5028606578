import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { Refusal } from '../errors.ts';

export interface Charge {
  chargeId: string;
  state: 'captured' | 'declined';
  reason?: string;
  reference: string;
  amountMinor: number;
  currency: string;
}

export interface ChargeOrder {
  idempotencyKey: string;
  reference: string;
  amountMinor: number;
  currency: string;
  token: string;
}

interface ChargeRow {
  charge_id: string;
  state: Charge['state'];
  reason: string | null;
  reference: string;
  amount_minor: number;
  currency: string;
  token: string;
}

/** Charges once a key: the key's row is the charge, so of any number of concurrent callers one inserts it. */
export async function charge(pool: Pool, order: ChargeOrder): Promise<{ charge: Charge; repeated: boolean }> {
  const declined = order.token === 'tok_declined';
  const { rows } = await pool.query<ChargeRow>(
    `INSERT INTO charge (idempotency_key, charge_id, state, reason, reference, amount_minor, currency, token)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (idempotency_key) DO NOTHING RETURNING *`,
    [
      order.idempotencyKey,
      `ch_${randomUUID()}`,
      declined ? 'declined' : 'captured',
      declined ? 'card_declined' : null,
      order.reference,
      order.amountMinor,
      order.currency,
      order.token,
    ],
  );
  if (rows[0]) return { charge: toCharge(rows[0]), repeated: false };

  const earlier = await findRow(pool, order.idempotencyKey);
  if (!earlier || !isSameOrder(earlier, order)) throw new Refusal(422, 'IDEMPOTENCY_KEY_REUSED');
  return { charge: toCharge(earlier), repeated: true };
}

export async function findCharge(pool: Pool, idempotencyKey: string): Promise<Charge | undefined> {
  const row = await findRow(pool, idempotencyKey);
  return row && toCharge(row);
}

export async function chargesFor(pool: Pool, reference: string): Promise<Charge[]> {
  const { rows } = await pool.query<ChargeRow>('SELECT * FROM charge WHERE reference = $1 ORDER BY created_at', [
    reference,
  ]);
  return rows.map(toCharge);
}

async function findRow(pool: Pool, idempotencyKey: string): Promise<ChargeRow | undefined> {
  const { rows } = await pool.query<ChargeRow>('SELECT * FROM charge WHERE idempotency_key = $1', [idempotencyKey]);
  return rows[0];
}

function isSameOrder(row: ChargeRow, order: ChargeOrder): boolean {
  return (
    row.reference === order.reference &&
    row.amount_minor === order.amountMinor &&
    row.currency === order.currency &&
    row.token === order.token
  );
}

function toCharge(row: ChargeRow): Charge {
  return {
    chargeId: row.charge_id,
    state: row.state,
    ...(row.reason === null ? {} : { reason: row.reason }),
    reference: row.reference,
    amountMinor: row.amount_minor,
    currency: row.currency,
  };
}
