import type { Type } from '@nestjs/common';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was compared, counted by the minute so that a promotion can look at the last hour; and samples of differences. */
class CreateCapabilityParity1795392000002 implements MigrationInterface {
  readonly name = 'CreateCapabilityParity1795392000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table capability_parity (
        capability text not null,
        fact text not null,
        minute timestamptz not null,
        compared bigint not null,
        differing bigint not null,
        noise bigint not null,
        primary key (capability, fact, minute)
      )`);
    await runner.query(`create index capability_parity_minute on capability_parity (minute)`);
    await runner.query(`
      create table capability_parity_sample (
        id bigint generated always as identity primary key,
        at timestamptz not null,
        capability text not null,
        fact text not null,
        route text not null,
        item text not null,
        legacy_value text not null,
        new_value text not null,
        trace_id text not null
      )`);
    await runner.query(`create index capability_parity_sample_of on capability_parity_sample (capability, fact, id)`);
    await runner.query(`create index capability_parity_sample_at on capability_parity_sample (at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table capability_parity_sample, capability_parity`);
  }
}

export const parityTables: Type<MigrationInterface>[] = [CreateCapabilityParity1795392000002];
