import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../database.ts';
import { found, Refusal } from '../errors.ts';
import { takeChangeNumbers } from '../feed.ts';

export const actions = [
  'BLOCK_SIM',
  'UNBLOCK_SIM',
  'SWITCH_TO_ESIM',
  'REPLACE_SIM',
  'ROAMING_ON',
  'ROAMING_OFF',
] as const;
export type Action = (typeof actions)[number];

/** Where a card is posted to. */
export interface Address {
  name: string;
  street: string;
  postcode: string;
  city: string;
}

/** An order as it comes in. */
export interface NewOrder {
  externalRef: string;
  serviceNo: string;
  action: Action;
  /** Of a new card. */
  deliverTo?: Address | undefined;
}

/** How long after it was accepted an order is carried out. */
export interface OrderDelays {
  delayMs: number;
  /** Of a card: it is posted first, and the line goes over to it when it has come. */
  deliveryMs: number;
}

export interface ServiceOrder {
  externalRef: string;
  serviceNo: string;
  action: Action;
  /** `ACCEPTED` is a promise only; the network has done it when it is `DONE`. */
  state: 'ACCEPTED' | 'DONE' | 'REJECTED' | 'CANCELLED';
  reason: string | null;
  acceptedAt: string;
  finishedAt: string | null;
}

interface OrderRow {
  external_ref: string;
  service_no: string;
  action: Action;
  state: ServiceOrder['state'];
  reason: string | null;
  accepted_at: Date;
  finished_at: Date | null;
}

/** A new SIM has a number of its own (its issuer's prefix moves on) and a PUK. */
const newSim = `sim_status = 'ACTIVE', iccid = (substr(iccid, 1, 6)::int + 1)::text || substr(iccid, 7),
    puk = lpad(floor(noise('puk' || iccid) * 1e8)::int::text, 8, '0')`;

/** What an action changes on the line. */
const effects: Record<Action, string> = {
  BLOCK_SIM: `sim_status = 'BLOCKED'`,
  UNBLOCK_SIM: `sim_status = 'ACTIVE'`,
  SWITCH_TO_ESIM: `sim_type = 'ESIM', ${newSim}`,
  REPLACE_SIM: `sim_type = 'PLASTIC', ${newSim}`,
  ROAMING_ON: 'roaming = true',
  ROAMING_OFF: 'roaming = false',
};

/** Takes an order, once for each reference however often it arrives. It is carried out later. */
export async function acceptOrder(pool: Pool, order: NewOrder): Promise<{ order: ServiceOrder; repeated: boolean }> {
  const { rows: services } = await pool.query<{ status: string; iccid: string | null }>(
    'SELECT status, iccid FROM service WHERE service_no = $1',
    [order.serviceNo],
  );
  const service = found(services[0]);
  const earlier = await findOrder(pool, order.externalRef);
  if (earlier) return { order: sameOrder(earlier, order), repeated: true };
  if (service.status !== 'ACTIVE') throw new Refusal(409, 'SERVICE_ENDED');
  if (service.iccid === null) throw new Refusal(422, 'NO_SIM');
  if ((order.action === 'REPLACE_SIM') !== (order.deliverTo !== undefined)) throw new Refusal(422, 'ADDRESS');
  const { rows } = await pool.query<OrderRow>(
    `INSERT INTO service_order (external_ref, service_no, action, deliver_to) VALUES ($1, $2, $3, $4)
     ON CONFLICT (external_ref) DO NOTHING RETURNING *`,
    [order.externalRef, order.serviceNo, order.action, order.deliverTo ? JSON.stringify(order.deliverTo) : null],
  );
  if (rows[0]) return { order: toOrder(rows[0]), repeated: false };
  return { order: sameOrder(found(await findOrder(pool, order.externalRef)), order), repeated: true };
}

export async function findOrder(pool: Pool, externalRef: string): Promise<ServiceOrder | undefined> {
  const { rows } = await pool.query<OrderRow>('SELECT * FROM service_order WHERE external_ref = $1', [externalRef]);
  return rows[0] && toOrder(rows[0]);
}

/** Takes an order back unless it is over, and tells what became of it. */
export async function cancelOrder(pool: Pool, externalRef: string): Promise<ServiceOrder | undefined> {
  await pool.query(
    `UPDATE service_order SET state = 'CANCELLED', finished_at = now() WHERE external_ref = $1 AND state = 'ACCEPTED'`,
    [externalRef],
  );
  return findOrder(pool, externalRef);
}

/** Carries out what was accepted long enough ago, in that order. Returns how many. */
export async function carryOutOrders(pool: Pool, { delayMs, deliveryMs }: OrderDelays): Promise<number> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<OrderRow>(
      `SELECT * FROM service_order WHERE state = 'ACCEPTED'
         AND accepted_at <= now() - make_interval(secs => CASE action WHEN 'REPLACE_SIM' THEN $2::float8 ELSE $1::float8 END)
       ORDER BY accepted_at LIMIT 100 FOR UPDATE SKIP LOCKED`,
      [delayMs / 1_000, deliveryMs / 1_000],
    );
    for (const order of rows) await carryOut(client, order);
    return rows.length;
  });
}

async function carryOut(client: PoolClient, order: OrderRow): Promise<void> {
  const changeSeq = await takeChangeNumbers(client, 'service');
  const { rowCount } = await client.query(
    `UPDATE service SET ${effects[order.action]}, change_seq = $2 WHERE service_no = $1 AND status = 'ACTIVE'`,
    [order.service_no, changeSeq],
  );
  const [state, reason] = rowCount === 1 ? ['DONE', null] : ['REJECTED', 'SERVICE_ENDED'];
  await client.query('UPDATE service_order SET state = $2, reason = $3, finished_at = now() WHERE external_ref = $1', [
    order.external_ref,
    state,
    reason,
  ]);
}

function sameOrder(earlier: ServiceOrder, { serviceNo, action }: NewOrder): ServiceOrder {
  if (earlier.serviceNo !== serviceNo || earlier.action !== action) throw new Refusal(409, 'REFERENCE_REUSED');
  return earlier;
}

function toOrder(row: OrderRow): ServiceOrder {
  return {
    externalRef: row.external_ref,
    serviceNo: row.service_no,
    action: row.action,
    state: row.state,
    reason: row.reason,
    acceptedAt: row.accepted_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}
