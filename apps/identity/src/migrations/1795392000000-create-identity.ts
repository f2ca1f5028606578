import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateIdentity1795392000000 implements MigrationInterface {
  name = 'CreateIdentity1795392000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE customer_account (
        id text PRIMARY KEY,
        login text UNIQUE,
        email text NOT NULL,
        name text NOT NULL,
        locale text NOT NULL,
        segment text NOT NULL,
        password_hash text,
        password_confirmed_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE oidc_record (
        model text NOT NULL,
        id_hash bytea NOT NULL,
        sealed_payload bytea NOT NULL,
        grant_hash bytea,
        uid_hash bytea,
        consumed_at timestamptz,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (model, id_hash)
      )`);
    await runner.query('CREATE INDEX oidc_record_grant ON oidc_record (grant_hash) WHERE grant_hash IS NOT NULL');
    await runner.query('CREATE INDEX oidc_record_uid ON oidc_record (uid_hash) WHERE uid_hash IS NOT NULL');
    await runner.query('CREATE INDEX oidc_record_expiry ON oidc_record (expires_at)');
    await runner.query(`
      CREATE TABLE signing_key (
        kid text PRIMARY KEY,
        sealed_jwk bytea NOT NULL,
        signs_from timestamptz NOT NULL,
        signs_until timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE sign_in_throttle (
        scope text NOT NULL,
        subject text NOT NULL,
        failures integer NOT NULL,
        last_failure_at timestamptz NOT NULL,
        locked_until timestamptz NOT NULL,
        PRIMARY KEY (scope, subject)
      )`);
    await runner.query('CREATE INDEX sign_in_throttle_age ON sign_in_throttle (last_failure_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE sign_in_throttle, signing_key, oidc_record, customer_account');
  }
}
