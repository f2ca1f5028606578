import type { Type } from '@nestjs/common';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The columns of Debezium's outbox event router (`id, aggregatetype, aggregateid, type, payload`) and what the relay
 * needs to deliver them without Debezium.
 */
class CreateOutbox1700000000001 implements MigrationInterface {
  readonly name = 'CreateOutbox1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table outbox (
        id uuid primary key,
        aggregatetype text not null,
        aggregateid text not null,
        type text not null,
        payload jsonb not null,
        position bigint generated always as identity,
        traceparent text,
        created_at timestamptz not null default now(),
        attempts integer not null default 0,
        next_attempt_at timestamptz not null default now(),
        last_error text,
        dead_at timestamptz
      )`);
    await runner.query(
      `create index outbox_waiting on outbox (aggregatetype, aggregateid, position) where dead_at is null`,
    );
    await runner.query(`create index outbox_due on outbox (position) where dead_at is null`);
    await runner.query(`create index outbox_dead on outbox (dead_at) where dead_at is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table outbox`);
  }
}

/** Messages are claimed by type and removed by age: both find theirs without reading the others. */
class FindOutboxByTypeAndAge1700000000002 implements MigrationInterface {
  readonly name = 'FindOutboxByTypeAndAge1700000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index outbox_due_by_type on outbox (type, position) where dead_at is null`);
    await runner.query(`create index outbox_by_age on outbox (created_at) where dead_at is null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index outbox_due_by_type, outbox_by_age`);
  }
}

export const outboxMigrations: Type<MigrationInterface>[] = [
  CreateOutbox1700000000001,
  FindOutboxByTypeAndAge1700000000002,
];
