import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Incidents, and which of them nobody is to be called about. */
export class CreateIncident1796400000000 implements MigrationInterface {
  readonly name = 'CreateIncident1796400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table incident (
        id uuid primary key,
        state text not null check (state in ('open', 'resolved')),
        opened_at timestamptz not null,
        updated_at timestamptz not null,
        document jsonb not null
      )`);
    await runner.query(`create index incident_newest on incident (opened_at desc)`);
    await runner.query(`
      create table silence (
        id uuid primary key,
        subject text not null,
        until timestamptz not null,
        reason text not null,
        operator text not null,
        created_at timestamptz not null default now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table silence, incident`);
  }
}
