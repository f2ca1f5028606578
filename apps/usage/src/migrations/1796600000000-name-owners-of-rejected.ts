import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A customer is told when a use of theirs could not be believed. */
export class NameOwnersOfRejected1796600000000 implements MigrationInterface {
  readonly name = 'NameOwnersOfRejected1796600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table usage_rejected add owner text`);
    await runner.query(`create index usage_rejected_of_owner on usage_rejected (owner)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table usage_rejected drop owner`);
  }
}
