export const ratingSchema = `
  INSERT INTO feed (name, last_seq) VALUES ('usage', 0), ('rating-account', 0) ON CONFLICT DO NOTHING;

  CREATE TABLE IF NOT EXISTS rating_account (
    customer_no text PRIMARY KEY REFERENCES customer,
    spending_limit_minor bigint,
    made_until date,
    change_seq bigint NOT NULL UNIQUE
  );

  CREATE TABLE IF NOT EXISTS bucket (
    line_no text NOT NULL,
    kind text NOT NULL,
    zone text NOT NULL,
    customer_no text NOT NULL REFERENCES rating_account,
    allowance bigint,
    PRIMARY KEY (line_no, kind, zone)
  );
  CREATE INDEX IF NOT EXISTS bucket_of_customer ON bucket (customer_no);

  CREATE TABLE IF NOT EXISTS usage_record (
    record_no text PRIMARY KEY,
    customer_no text NOT NULL,
    line_no text NOT NULL,
    kind text NOT NULL,
    zone text NOT NULL,
    started_at timestamptz NOT NULL,
    quantity bigint NOT NULL CHECK (quantity > 0),
    charge_minor bigint NOT NULL CHECK (charge_minor >= 0),
    change_seq bigint NOT NULL UNIQUE
  );
  CREATE INDEX IF NOT EXISTS usage_of_customer ON usage_record (customer_no, started_at);
`;
