import type { Type } from '@nestjs/common';
import type { MigrationInterface, QueryRunner } from 'typeorm';

class CreateReadModel1700000000010 implements MigrationInterface {
  readonly name = 'CreateReadModel1700000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table read_model (
        name text primary key,
        cursor bigint not null default 0,
        latest bigint,
        as_of timestamptz,
        rebuild_shape integer,
        rebuild_cursor bigint,
        rebuilt bigint not null default 0
      )`);
    await runner.query(`
      create table read_model_owner (
        model text not null,
        owner text not null,
        as_of timestamptz not null,
        primary key (model, owner)
      )`);
    await runner.query(`
      create table read_model_rejected (
        model text not null,
        id text not null,
        version bigint,
        reason text not null,
        payload jsonb not null,
        first_seen_at timestamptz not null default now(),
        last_seen_at timestamptz not null default now(),
        primary key (model, id)
      )`);
    await runner.query(`create index read_model_rejected_by_age on read_model_rejected (model, last_seen_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table read_model_rejected, read_model_owner, read_model`);
  }
}

class NameOwnersOfRejected1700000000012 implements MigrationInterface {
  readonly name = 'NameOwnersOfRejected1700000000012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table read_model_rejected add owner text`);
    await runner.query(`create index read_model_rejected_by_owner on read_model_rejected (model, owner)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table read_model_rejected drop owner`);
  }
}

/** The library's own tables: to be among the migrations of a service that keeps a copy. */
export const readModelMigrations: Type<MigrationInterface>[] = [
  CreateReadModel1700000000010,
  NameOwnersOfRejected1700000000012,
];
