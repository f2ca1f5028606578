import { keepAppendOnly, dropAppendOnly } from '@wellspring/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people decide about payments, and what has to be known of a charge before anything is concluded from it. */
export class ResolvePayments1795900000000 implements MigrationInterface {
  readonly name = 'ResolvePayments1795900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table payment drop constraint payment_state_check`);
    await runner.query(`
      alter table payment add constraint payment_state_check
      check (state in ('pending', 'done', 'declined', 'failed', 'needsAttention', 'refunded')) not valid`);
    await runner.query(`alter table payment validate constraint payment_state_check`);
    await runner.query(`alter table payment add column unanswered_charges integer not null default 0`);
    // Charges begun by the release before, of which nobody has recorded what came.
    await runner.query(`
      update payment set unanswered_charges = 1
      where charge_attempted_at is not null and charge_id is null and state in ('pending', 'needsAttention')`);
    await runner.query(`
      create table payment_resolution (
        id bigint generated always as identity primary key,
        at timestamptz not null default now(),
        payment_id uuid not null references payment,
        action text not null,
        operator text not null,
        reason text not null,
        details jsonb not null,
        problem text,
        led_to text not null
      )`);
    await runner.query(`create index payment_resolution_of_payment on payment_resolution (payment_id, id)`);
    await keepAppendOnly(runner, 'payment_resolution');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table payment_resolution`);
    await dropAppendOnly(runner, 'payment_resolution');
    await runner.query(`alter table payment drop column unanswered_charges`);
    await runner.query(`alter table payment drop constraint payment_state_check`);
    await runner.query(`update payment set state = 'failed' where state = 'refunded'`);
    await runner.query(`
      alter table payment add constraint payment_state_check
      check (state in ('pending', 'done', 'declined', 'failed', 'needsAttention'))`);
  }
}
