import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The engine's own number decides what is news, also of what it sent that cannot be believed. `bill.settled_here_at` is no
 * longer read or written; it stays until no replica of the release before runs any more.
 */
export class FollowTheCounter1795900000001 implements MigrationInterface {
  readonly name = 'FollowTheCounter1795900000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table bill_feed add column latest bigint`);
    await runner.query(`alter table rejected_invoice add column change_seq bigint`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table rejected_invoice drop column change_seq`);
    await runner.query(`alter table bill_feed drop column latest`);
  }
}
