import { randomBytes } from 'node:crypto';
import type { Client, Pool } from 'pg';

const statements = `
  CREATE TABLE IF NOT EXISTS portal_session (
    id_hash text PRIMARY KEY,
    customer_no text NOT NULL,
    email text NOT NULL,
    name text NOT NULL,
    expires_at timestamptz NOT NULL
  );
  CREATE INDEX IF NOT EXISTS portal_session_expiry ON portal_session (expires_at);

  CREATE TABLE IF NOT EXISTS form_secret (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    secret bytea NOT NULL
  );

  CREATE TABLE IF NOT EXISTS line_name (
    service_no text PRIMARY KEY,
    customer_no text NOT NULL,
    name text NOT NULL
  );
  CREATE INDEX IF NOT EXISTS line_name_of_customer ON line_name (customer_no);
`;

export async function upgradeSchema(client: Client): Promise<void> {
  await client.query('BEGIN');
  // Two runs at once would trip over each other's half-made tables.
  await client.query('SELECT pg_advisory_xact_lock(3090)');
  await client.query(statements);
  await client.query('INSERT INTO form_secret (secret) VALUES ($1) ON CONFLICT DO NOTHING', [randomBytes(32)]);
  await client.query('COMMIT');
}

/** Signs the forms' tokens. Kept in the database, so that a form outlives a restart and any replica takes it. */
export async function readFormSecret(pool: Pool): Promise<Buffer> {
  const { rows } = await pool.query<{ secret: Buffer }>('SELECT secret FROM form_secret');
  if (!rows[0]) throw new Error('the database was not migrated');
  return rows[0].secret;
}
