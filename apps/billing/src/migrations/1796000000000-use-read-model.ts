import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The copy of the bills is kept by the library for it, in its tables. `bill_feed`, `customer_copy` and `rejected_invoice` are
 * no longer read or written; they stay until no replica of the release before runs any more.
 */
export class UseReadModel1796000000000 implements MigrationInterface {
  readonly name = 'UseReadModel1796000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table bill add column shape integer not null default 1`);
    await runner.query(`create index bill_by_shape on bill (shape)`);
    await runner.query(`
      insert into read_model (name, cursor, latest, as_of) select 'bill', cursor, latest, as_of from bill_feed`);
    await runner.query(`
      insert into read_model_owner (model, owner, as_of) select 'bill', customer_id, as_of from customer_copy`);
    await runner.query(`
      insert into read_model_rejected (model, id, version, reason, payload, first_seen_at, last_seen_at)
      select 'bill', invoice_no, change_seq, reason, payload, first_seen_at, last_seen_at from rejected_invoice`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from read_model_rejected where model = 'bill'`);
    await runner.query(`delete from read_model_owner where model = 'bill'`);
    await runner.query(`delete from read_model where name = 'bill'`);
    await runner.query(`drop index bill_by_shape`);
    await runner.query(`alter table bill drop column shape`);
  }
}
