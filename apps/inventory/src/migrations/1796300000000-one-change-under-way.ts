import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A change that needs a person keeps nobody from ordering another: a lost SIM does not wait for office hours. */
export class OneChangeUnderWay1796300000000 implements MigrationInterface {
  readonly name = 'OneChangeUnderWay1796300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index product_change_unfinished`);
    await runner.query(`
      create unique index product_change_under_way on product_change (product_id)
      where state in ('acknowledged', 'inProgress')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index product_change_under_way`);
    await runner.query(`
      create unique index product_change_unfinished on product_change (product_id)
      where state in ('acknowledged', 'inProgress', 'needsAttention')`);
  }
}
