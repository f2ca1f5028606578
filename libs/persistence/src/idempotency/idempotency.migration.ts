import type { Type } from '@nestjs/common';
import type { MigrationInterface, QueryRunner } from 'typeorm';

class CreateIdempotencyKey1700000000000 implements MigrationInterface {
  readonly name = 'CreateIdempotencyKey1700000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table idempotency_key (
        customer_id text not null,
        key text not null,
        fingerprint text not null,
        status smallint not null,
        headers jsonb not null,
        body jsonb,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        primary key (customer_id, key)
      )`);
    await runner.query(`create index idempotency_key_expiry on idempotency_key (expires_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table idempotency_key`);
  }
}

export const idempotencyMigrations: Type<MigrationInterface>[] = [CreateIdempotencyKey1700000000000];
