import type { Pool } from 'pg';

/** Opens a SIM whose PIN was forgotten. */
export interface Puk {
  iccid: string;
  puk: string;
}

/** What the QR code of an eSIM says, as GSMA SGP.22 writes it. */
export interface Activation {
  iccid: string;
  activationCode: string;
}

export async function findPuk(pool: Pool, iccid: string): Promise<Puk | undefined> {
  const { rows } = await pool.query<{ puk: string }>('SELECT puk FROM service WHERE iccid = $1', [iccid]);
  return rows[0] && { iccid, puk: rows[0].puk };
}

export async function findActivation(pool: Pool, iccid: string): Promise<Activation | undefined> {
  const { rows } = await pool.query<{ matching: string }>(
    `SELECT upper(md5('activation' || iccid || puk)) AS matching FROM service WHERE iccid = $1 AND sim_type = 'ESIM'`,
    [iccid],
  );
  return rows[0] && { iccid, activationCode: `LPA:1$smdp.mytelco.example$${rows[0].matching}` };
}
