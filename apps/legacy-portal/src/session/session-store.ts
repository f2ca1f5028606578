import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';

export interface SessionCustomer {
  customerNo: string;
  email: string;
  name: string;
}

/** Cookie sessions. The database keeps only a hash of the cookie, so a copy of it opens no session. */
export class SessionStore {
  private readonly pool: Pool;
  private readonly idleMs: number;

  constructor(pool: Pool, idleMs: number) {
    this.pool = pool;
    this.idleMs = idleMs;
  }

  /** Returns the new session's cookie value. */
  async create(customer: SessionCustomer): Promise<string> {
    const id = randomBytes(24).toString('base64url');
    await this.pool.query('DELETE FROM portal_session WHERE expires_at < now()');
    await this.pool.query(
      'INSERT INTO portal_session (id_hash, customer_no, email, name, expires_at) VALUES ($1, $2, $3, $4, $5)',
      [hash(id), customer.customerNo, customer.email, customer.name, this.expiry()],
    );
    return id;
  }

  /** The session's customer; looking extends the session. */
  async find(id: string): Promise<SessionCustomer | undefined> {
    const { rows } = await this.pool.query<{ customer_no: string; email: string; name: string }>(
      `UPDATE portal_session SET expires_at = $2 WHERE id_hash = $1 AND expires_at > now()
       RETURNING customer_no, email, name`,
      [hash(id), this.expiry()],
    );
    return rows[0] && { customerNo: rows[0].customer_no, email: rows[0].email, name: rows[0].name };
  }

  async end(id: string): Promise<void> {
    await this.pool.query('DELETE FROM portal_session WHERE id_hash = $1', [hash(id)]);
  }

  expiry(): Date {
    return new Date(Date.now() + this.idleMs);
  }
}

function hash(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}
