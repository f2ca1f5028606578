import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions of an account can be ended, accounts closed, and the CRM's changes followed. */
export class FindSessionsByAccount1795824000000 implements MigrationInterface {
  name = 'FindSessionsByAccount1795824000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE oidc_record ADD COLUMN account_hash bytea');
    await runner.query('CREATE INDEX oidc_record_account ON oidc_record (account_hash) WHERE account_hash IS NOT NULL');
    await runner.query('ALTER TABLE customer_account ADD COLUMN closed_at timestamptz');
    await runner.query('CREATE TABLE crm_feed (id integer PRIMARY KEY CHECK (id = 1), changed_after bigint NOT NULL)');
    await runner.query('INSERT INTO crm_feed (id, changed_after) VALUES (1, 0)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE crm_feed');
    await runner.query('ALTER TABLE customer_account DROP COLUMN closed_at');
    await runner.query('ALTER TABLE oidc_record DROP COLUMN account_hash');
  }
}
