import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The copy of the billing engine's bills, and how far and how recent it is. */
export class CreateBill1795000000000 implements MigrationInterface {
  readonly name = 'CreateBill1795000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table bill (
        id text primary key,
        customer_id text not null,
        account_id text not null,
        bill_date timestamptz not null,
        payment_due_date timestamptz not null,
        period_start date not null,
        period_end date not null,
        currency text not null,
        total_minor bigint not null,
        net_minor bigint not null,
        open_minor bigint not null,
        state text not null check (state in ('sent', 'partiallyPaid', 'settled', 'onHold')),
        paid_at timestamptz,
        change_seq bigint not null,
        settled_here_at timestamptz,
        document json not null
      )`);
    await runner.query(`create index bill_of_customer on bill (customer_id, bill_date desc, id)`);
    await runner.query(`
      create table bill_line (
        id text primary key,
        bill_id text not null references bill on delete cascade,
        customer_id text not null,
        line_no integer not null,
        text text not null,
        kind text not null,
        net_minor bigint not null,
        vat_rate text not null,
        vat_minor bigint not null,
        gross_minor bigint not null,
        document json not null
      )`);
    await runner.query(`create unique index bill_line_of_bill on bill_line (bill_id, line_no)`);
    await runner.query(`create index bill_line_of_customer on bill_line (customer_id, bill_id desc, line_no)`);
    await runner.query(`
      create table bill_feed (
        one_row boolean primary key default true check (one_row),
        cursor bigint not null default 0,
        as_of timestamptz
      )`);
    await runner.query(`insert into bill_feed default values`);
    await runner.query(`create table customer_copy (customer_id text primary key, as_of timestamptz not null)`);
    await runner.query(`
      create table rejected_invoice (
        invoice_no text primary key,
        reason text not null,
        payload jsonb not null,
        first_seen_at timestamptz not null default now(),
        last_seen_at timestamptz not null default now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table rejected_invoice, customer_copy, bill_feed, bill_line, bill`);
  }
}
