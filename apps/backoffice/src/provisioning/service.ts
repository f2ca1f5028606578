import type { Pool } from 'pg';

export type ServiceType = 'LINE' | 'INTERNET' | 'TV' | 'EXTRA' | 'DEVICE';

/** What is paid off month by month, to a bank and not on the operator's bills. */
export interface Instalments {
  model: string;
  financedBy: string;
  instalments: number;
  paid: number;
  monthlyAmount: string;
  paidOffOn: string;
}

export interface Service {
  serviceNo: string;
  customerNo: string;
  type: ServiceType;
  product: string;
  /** The line an extra or a device goes with. */
  belongsTo: string | null;
  number: string | null;
  status: 'ACTIVE' | 'ENDED';
  since: string;
  ended: string | null;
  monthlyPrice: string;
  contract: { type: string; until: string | null; noticeDays: number };
  roaming: 'ON' | 'OFF' | null;
  /** Without its PUK and activation code: those are asked for one by one. */
  sim: { iccid: string; type: 'PLASTIC' | 'ESIM'; status: 'ACTIVE' | 'BLOCKED' } | null;
  device: Instalments | null;
  changeSeq: number;
}

interface ServiceRow {
  service_no: string;
  customer_no: string;
  type: ServiceType;
  product: string;
  belongs_to: string | null;
  number: string | null;
  status: Service['status'];
  since: string;
  ended: string | null;
  monthly_price: string;
  contract: string;
  contract_until: string | null;
  notice_days: number;
  roaming: boolean | null;
  device: Instalments | null;
  iccid: string | null;
  sim_type: 'PLASTIC' | 'ESIM';
  sim_status: 'ACTIVE' | 'BLOCKED';
  change_seq: number;
}

export async function changedServices(pool: Pool, changedAfter: number, limit: number): Promise<Service[]> {
  const { rows } = await pool.query<ServiceRow>(
    'SELECT * FROM service WHERE change_seq > $1 ORDER BY change_seq LIMIT $2',
    [changedAfter, limit],
  );
  return rows.map(toService);
}

export async function servicesOf(pool: Pool, customerNo: string): Promise<Service[]> {
  const { rows } = await pool.query<ServiceRow>('SELECT * FROM service WHERE customer_no = $1 ORDER BY service_no', [
    customerNo,
  ]);
  return rows.map(toService);
}

export async function findService(pool: Pool, serviceNo: string): Promise<Service | undefined> {
  const { rows } = await pool.query<ServiceRow>('SELECT * FROM service WHERE service_no = $1', [serviceNo]);
  return rows[0] && toService(rows[0]);
}

function toService(row: ServiceRow): Service {
  return {
    serviceNo: row.service_no,
    customerNo: row.customer_no,
    type: row.type,
    product: row.product,
    belongsTo: row.belongs_to,
    number: row.number,
    status: row.status,
    since: row.since,
    ended: row.ended,
    monthlyPrice: row.monthly_price,
    contract: { type: row.contract, until: row.contract_until, noticeDays: row.notice_days },
    roaming: row.roaming === null ? null : row.roaming ? 'ON' : 'OFF',
    sim: row.iccid === null ? null : { iccid: row.iccid, type: row.sim_type, status: row.sim_status },
    device: row.device,
    changeSeq: row.change_seq,
  };
}
