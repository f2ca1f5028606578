import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePayment1795000000001 implements MigrationInterface {
  readonly name = 'CreatePayment1795000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table payment (
        id uuid primary key,
        customer_id text not null,
        bill_id text not null references bill,
        account_id text not null,
        amount_minor bigint not null check (amount_minor > 0),
        currency text not null,
        state text not null check (state in ('pending', 'done', 'declined', 'failed', 'needsAttention')),
        state_at timestamptz not null,
        reason text,
        correlator_id text not null,
        instrument_token text,
        created_at timestamptz not null,
        charge_attempted_at timestamptz,
        charge_id text,
        settlement_no text,
        document json not null
      )`);
    await runner.query(`create index payment_of_customer on payment (customer_id, created_at desc, id)`);
    await runner.query(`create index payment_of_bill on payment (bill_id)`);
    await runner.query(`
      create unique index payment_unfinished_of_bill on payment (bill_id) where state in ('pending', 'needsAttention')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table payment`);
  }
}
