import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The copy of what customers have, the names they gave it, and the changes they ordered. */
export class CreateProduct1796100000000 implements MigrationInterface {
  readonly name = 'CreateProduct1796100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table product (
        id text primary key,
        customer_id text not null,
        kind text not null,
        name text not null,
        offering text not null,
        state text not null check (state in ('active', 'suspended', 'terminated')),
        started_at timestamptz not null,
        change_seq bigint not null,
        shape integer not null,
        record json not null,
        document json not null
      )`);
    await runner.query(`create index product_of_customer on product (customer_id, id)`);
    await runner.query(`create index product_by_shape on product (shape)`);
    await runner.query(`create table product_name (product_id text primary key, name text not null)`);
    await runner.query(`
      create table product_change (
        id uuid primary key,
        customer_id text not null,
        product_id text not null,
        action text not null,
        state text not null,
        state_at timestamptz not null,
        reason text,
        created_at timestamptz not null,
        document json not null
      )`);
    await runner.query(`create index product_change_of_customer on product_change (customer_id, created_at desc, id)`);
    await runner.query(`
      create unique index product_change_unfinished on product_change (product_id)
      where state in ('acknowledged', 'inProgress', 'needsAttention')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table product_change, product_name, product`);
  }
}
