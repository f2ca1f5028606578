import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Usage records and their sums, all of them in partitions by month (UTC), which the service makes and drops itself; and how
 * far the feed was followed. Sums are written with the records, so that nothing has to be added up when it is asked for.
 */
export class CreateUsage1796200000000 implements MigrationInterface {
  readonly name = 'CreateUsage1796200000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table usage_record (
        id text not null,
        customer_id text not null,
        product_id text not null,
        type text not null,
        zone text not null,
        started_at timestamptz not null,
        quantity bigint not null,
        charge_minor bigint not null,
        currency text not null,
        change_seq bigint not null,
        document json not null,
        primary key (id, started_at)
      ) partition by range (started_at)`);
    await runner.query(`create index usage_record_of_customer on usage_record (customer_id, started_at desc, id)`);
    await runner.query(`
      create table usage_day (
        id text not null,
        customer_id text not null,
        product_id text not null,
        type text not null,
        zone text not null,
        day timestamptz not null,
        quantity bigint not null,
        charge_minor bigint not null,
        currency text not null,
        primary key (customer_id, day, product_id, type, zone)
      ) partition by range (day)`);
    await runner.query(`
      create table usage_month (
        customer_id text not null,
        product_id text not null,
        type text not null,
        zone text not null,
        month timestamptz not null,
        quantity bigint not null,
        charge_minor bigint not null,
        currency text not null,
        primary key (customer_id, month, product_id, type, zone)
      ) partition by range (month)`);
    await runner.query(`
      create table usage_feed (
        one_row boolean primary key default true check (one_row),
        cursor bigint not null default 0,
        latest bigint,
        as_of timestamptz
      )`);
    await runner.query(`insert into usage_feed default values`);
    await runner.query(`
      create table usage_rejected (
        id text primary key,
        reason text not null,
        payload jsonb not null,
        seen_at timestamptz not null default now()
      )`);
    await runner.query(`
      create table threshold_reached (
        customer_id text not null,
        month timestamptz not null,
        subject text not null,
        percent integer not null,
        reached_at timestamptz not null default now(),
        primary key (customer_id, month, subject, percent)
      )`);
    await runner.query(`
      create table account (
        id text primary key,
        change_seq bigint not null,
        shape integer not null,
        record json not null
      )`);
    await runner.query(`create index account_by_shape on account (shape)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `drop table account, threshold_reached, usage_rejected, usage_feed, usage_month, usage_day, usage_record`,
    );
  }
}
