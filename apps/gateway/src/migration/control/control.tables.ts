import type { Type } from '@nestjs/common';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Overrides and their audit. The database itself keeps the audit append-only: triggers that fire even for a replication
 * role refuse to change, remove or empty it, and the right to do so is taken from everybody, the owner included.
 */
class CreateCapabilityControl1795392000001 implements MigrationInterface {
  readonly name = 'CreateCapabilityControl1795392000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table capability_override (
        capability text primary key,
        version bigint not null,
        stage text check (stage in ('legacy', 'shadow', 'canary', 'new', 'retired')),
        percent numeric(5, 2) check (percent between 0 and 100),
        paused boolean not null default false,
        cause text not null check (cause in ('operator', 'guardrail')),
        reason text not null,
        actor text not null,
        at timestamptz not null default now(),
        check ((stage is null) = (percent is null))
      )`);
    await runner.query(`
      create table capability_audit (
        id bigint generated always as identity primary key,
        at timestamptz not null default now(),
        capability text not null,
        action text not null,
        actor text not null,
        origin text not null check (origin in ('operator', 'guardrail', 'file')),
        from_position jsonb,
        to_position jsonb not null,
        reason text not null,
        forced boolean not null default false,
        metrics jsonb not null default '{}',
        replica text not null
      )`);
    await runner.query(`create index capability_audit_of on capability_audit (capability, id)`);
    await runner.query(`
      create table capability_declared (
        capability text primary key,
        position jsonb not null
      )`);
    await runner.query(`
      create table capability_baseline (
        capability text primary key,
        error_rate double precision not null,
        p95_ms double precision,
        requests integer not null,
        at timestamptz not null default now()
      )`);

    await runner.query(`
      create function capability_audit_is_append_only() returns trigger language plpgsql as $$
      begin
        raise exception 'the audit is append-only: % is refused', tg_op using errcode = 'insufficient_privilege';
      end $$`);
    await runner.query(`
      create trigger append_only before update or delete on capability_audit
      for each row execute function capability_audit_is_append_only()`);
    await runner.query(`
      create trigger append_only_truncate before truncate on capability_audit
      for each statement execute function capability_audit_is_append_only()`);
    await runner.query(`alter table capability_audit enable always trigger append_only`);
    await runner.query(`alter table capability_audit enable always trigger append_only_truncate`);
    await runner.query(`revoke update, delete, truncate on capability_audit from public, current_user`);

    await runner.query(`
      create function tell_capability_override() returns trigger language plpgsql as $$
      begin
        perform pg_notify('capability_override', new.capability);
        return null;
      end $$`);
    await runner.query(`
      create trigger tell after insert or update on capability_override
      for each row execute function tell_capability_override()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table capability_baseline, capability_declared, capability_audit, capability_override`);
    await runner.query(`drop function capability_audit_is_append_only, tell_capability_override`);
  }
}

export const controlTables: Type<MigrationInterface>[] = [CreateCapabilityControl1795392000001];
