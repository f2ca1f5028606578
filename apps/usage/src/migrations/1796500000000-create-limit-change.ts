import { createResolutions, dropResolutions } from '@wellspring/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes of the spending limit that customers asked for, and what people decided about them. */
export class CreateLimitChange1796500000000 implements MigrationInterface {
  readonly name = 'CreateLimitChange1796500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table limit_change (
        id uuid primary key,
        customer_id text not null,
        limit_minor bigint check (limit_minor >= 0),
        currency text not null,
        state text not null check (state in ('pending', 'done', 'failed', 'needsAttention')),
        state_at timestamptz not null,
        reason text,
        created_at timestamptz not null,
        document json not null
      )`);
    await runner.query(`create index limit_change_of_customer on limit_change (customer_id, created_at desc, id)`);
    await runner.query(`
      create unique index limit_change_under_way on limit_change (customer_id) where state = 'pending'`);
    await runner.query(`
      create index limit_change_unfinished on limit_change (state, state_at) where state in ('pending', 'needsAttention')`);
    await createResolutions(runner, 'limit-change');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropResolutions(runner, 'limit-change');
    await runner.query(`drop table limit_change`);
  }
}
