import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who ended whose sessions, when and why. */
export class CreateSessionAudit1795824001000 implements MigrationInterface {
  readonly name = 'CreateSessionAudit1795824001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table session_audit (
        id bigint generated always as identity primary key,
        customer_id text not null,
        actor text not null,
        reason text not null,
        at timestamptz not null default clock_timestamp()
      )`);
    await runner.query(`create index session_audit_customer on session_audit (customer_id, at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table session_audit`);
  }
}
