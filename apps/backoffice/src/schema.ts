import type { PoolClient } from 'pg';
import { provisioningSchema } from './provisioning/provisioning.schema.ts';
import { ratingSchema } from './rating/rating.schema.ts';

const statements = `
  CREATE TABLE IF NOT EXISTS feed (
    name text PRIMARY KEY,
    last_seq bigint NOT NULL
  );
  INSERT INTO feed (name, last_seq) VALUES ('customer', 0), ('invoice', 0) ON CONFLICT DO NOTHING;

  CREATE TABLE IF NOT EXISTS customer (
    customer_no text PRIMARY KEY,
    first_name text NOT NULL,
    last_name text NOT NULL,
    email text NOT NULL,
    phone text NOT NULL,
    language text NOT NULL,
    segment text NOT NULL,
    since date NOT NULL,
    subscriptions jsonb NOT NULL,
    change_seq bigint NOT NULL UNIQUE
  );
  ALTER TABLE customer ADD COLUMN IF NOT EXISTS status text NOT NULL DEFAULT 'ACTIVE';
  CREATE UNIQUE INDEX IF NOT EXISTS customer_email ON customer (lower(email));

  CREATE TABLE IF NOT EXISTS invoice (
    invoice_no text PRIMARY KEY,
    customer_no text NOT NULL REFERENCES customer,
    account_no text NOT NULL,
    period_from date NOT NULL,
    period_to date NOT NULL,
    issued date NOT NULL,
    due date NOT NULL,
    currency text NOT NULL,
    total_minor bigint NOT NULL CHECK (total_minor >= 0),
    open_minor bigint NOT NULL CHECK (open_minor BETWEEN 0 AND total_minor),
    paid_at timestamptz,
    lines jsonb NOT NULL,
    change_seq bigint NOT NULL UNIQUE,
    CHECK ((open_minor = 0) = (paid_at IS NOT NULL))
  );
  CREATE INDEX IF NOT EXISTS invoice_of_customer ON invoice (customer_no, issued DESC);

  CREATE TABLE IF NOT EXISTS settlement (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    external_ref text NOT NULL UNIQUE,
    invoice_no text NOT NULL REFERENCES invoice,
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    method text NOT NULL,
    booked_at timestamptz NOT NULL DEFAULT now()
  );

  CREATE TABLE IF NOT EXISTS charge (
    idempotency_key text PRIMARY KEY,
    charge_id text NOT NULL UNIQUE,
    state text NOT NULL,
    reason text,
    reference text NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    currency text NOT NULL,
    token text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX IF NOT EXISTS charge_reference ON charge (reference);
`;

export async function upgradeSchema(client: PoolClient): Promise<void> {
  await client.query(statements);
  await client.query(provisioningSchema);
  await client.query(ratingSchema);
}
