import type { Type } from '@nestjs/common';
import type { MigrationInterface, QueryRunner } from 'typeorm';

class CreateListener1700000000020 implements MigrationInterface {
  readonly name = 'CreateListener1700000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table tmf_listener (
        id uuid primary key default gen_random_uuid(),
        api text not null,
        callback text not null,
        query text not null,
        event_types text[] not null,
        registered_by text not null,
        created_at timestamptz not null default now(),
        unique (api, callback, query)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table tmf_listener`);
  }
}

/** The listeners of a hub: to be among the migrations of a service that has one. */
export const hubMigrations: Type<MigrationInterface>[] = [CreateListener1700000000020];
