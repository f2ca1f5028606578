export const provisioningSchema = `
  -- The same text gives the same share between 0 and 1: what is made up stays the same in every database.
  CREATE OR REPLACE FUNCTION noise(seed text) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT (hashtextextended(seed, 0) & 1048575) / 1048576.0 $$;

  INSERT INTO feed (name, last_seq) VALUES ('service', 0) ON CONFLICT DO NOTHING;

  CREATE TABLE IF NOT EXISTS service (
    service_no text PRIMARY KEY,
    customer_no text NOT NULL REFERENCES customer,
    type text NOT NULL,
    product text NOT NULL,
    belongs_to text,
    number text,
    status text NOT NULL,
    since date NOT NULL,
    ended date,
    monthly_price text NOT NULL,
    contract text NOT NULL,
    contract_until date,
    notice_days int NOT NULL,
    roaming boolean,
    device jsonb,
    iccid text UNIQUE,
    sim_type text,
    sim_status text,
    puk text,
    change_seq bigint NOT NULL UNIQUE,
    CHECK ((iccid IS NULL) = (sim_status IS NULL))
  );
  CREATE INDEX IF NOT EXISTS service_of_customer ON service (customer_no, service_no);

  CREATE TABLE IF NOT EXISTS service_order (
    external_ref text PRIMARY KEY,
    service_no text NOT NULL REFERENCES service,
    action text NOT NULL,
    state text NOT NULL DEFAULT 'ACCEPTED',
    reason text,
    accepted_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz
  );
  ALTER TABLE service_order ADD COLUMN IF NOT EXISTS deliver_to jsonb;
  CREATE INDEX IF NOT EXISTS service_order_due ON service_order (accepted_at) WHERE state = 'ACCEPTED';
`;
