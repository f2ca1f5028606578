import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSession1795392000000 implements MigrationInterface {
  readonly name = 'CreateSession1795392000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table session (
        id text primary key,
        customer_id text not null,
        id_token text,
        refresh_token text,
        legacy_cookie text,
        started_at timestamptz not null,
        expires_at timestamptz not null
      )`);
    await runner.query(`create index session_expiry on session (expires_at)`);
    await runner.query(`
      create table session_revocation (
        session_id text primary key,
        revoked_at timestamptz not null default clock_timestamp(),
        expires_at timestamptz not null
      )`);
    await runner.query(`create index session_revocation_order on session_revocation (revoked_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table session_revocation`);
    await runner.query(`drop table session`);
  }
}
