import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Finds what is written down under cookies alone, to be cleaned soon, and whether an answer goes by it. None of the columns
 * changes while a browser comes with the same cookies: lines are still updated in place.
 */
export class CleanBooksByCookies1795996800000 implements MigrationInterface {
  readonly name = 'CleanBooksByCookies1795996800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index old_side_epoch_by_cookies on old_side_epoch (browser) where browser like '%:%'`);
    await runner.query(`create index old_side_answer_by_cookies on old_side_answer ((portal || ':' || cookies))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index old_side_answer_by_cookies`);
    await runner.query(`drop index old_side_epoch_by_cookies`);
  }
}
