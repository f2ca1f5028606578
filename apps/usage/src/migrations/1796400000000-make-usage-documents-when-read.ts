import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a use looks like to customers was two thirds of what a record took on disk, and is made from the other columns
 * now. `usage_record.document` is no longer read or written; it stays until no replica of the release before runs any more,
 * which meanwhile does not show uses that came after the migration.
 */
export class MakeUsageDocumentsWhenRead1796400000000 implements MigrationInterface {
  readonly name = 'MakeUsageDocumentsWhenRead1796400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table usage_record alter column document drop not null`);
  }

  /** Uses that came meanwhile have no document, so they are fetched and counted again, from the start of the feed. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`truncate usage_record, usage_day, usage_month`);
    await runner.query(`update usage_feed set cursor = 0, as_of = null`);
    await runner.query(`alter table usage_record alter column document set not null`);
  }
}
