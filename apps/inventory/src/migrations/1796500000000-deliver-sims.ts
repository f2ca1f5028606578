import type { MigrationInterface, QueryRunner } from 'typeorm';

/** New SIM cards are posted; while one is on its way, its line can be blocked all the same. */
export class DeliverSims1796500000000 implements MigrationInterface {
  readonly name = 'DeliverSims1796500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table product_change add column deliver_to json`);
    await runner.query(`drop index product_change_under_way`);
    await runner.query(`
      create unique index product_change_under_way on product_change (product_id)
      where state = 'pending' and action not in ('switchToEsim', 'replaceSim')`);
    await runner.query(`
      create unique index product_change_of_sim_under_way on product_change (product_id)
      where state = 'pending' and action in ('switchToEsim', 'replaceSim')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index product_change_of_sim_under_way, product_change_under_way`);
    await runner.query(`alter table product_change drop column deliver_to`);
    // The release before has one change at a time: a person looks after what is more.
    await runner.query(`
      update product_change as one set state = 'needsAttention' where state = 'pending' and exists (
        select from product_change as other
        where other.product_id = one.product_id and other.state = 'pending' and other.id > one.id)`);
    await runner.query(`
      create unique index product_change_under_way on product_change (product_id) where state = 'pending'`);
  }
}
