import { createResolutions, dropResolutions } from '@wellspring/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes as durable commands of the library: carried by its jobs, and decided about by people. */
export class CarryChangesAsCommands1796400000000 implements MigrationInterface {
  readonly name = 'CarryChangesAsCommands1796400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index product_change_under_way`);
    await runner.query(`alter table product_change add column ordered_at timestamptz`);
    await runner.query(`update product_change set ordered_at = state_at where state = 'inProgress'`);
    await runner.query(`update product_change set state = 'pending' where state in ('acknowledged', 'inProgress')`);
    await runner.query(`update product_change set state = 'failed' where state = 'terminatedWithError'`);
    await runner.query(`
      alter table product_change add constraint product_change_state_check
      check (state in ('pending', 'done', 'failed', 'needsAttention'))`);
    await runner.query(`
      alter table product_change add column task_state text not null generated always as (case
        when state = 'pending' and ordered_at is null then 'acknowledged'
        when state = 'pending' then 'inProgress'
        when state = 'failed' then 'terminatedWithError'
        else state end) stored`);
    await runner.query(`
      create unique index product_change_under_way on product_change (product_id) where state = 'pending'`);
    await runner.query(`
      create index product_change_unfinished on product_change (state, state_at) where state in ('pending', 'needsAttention')`);
    await createResolutions(runner, 'product-change');
    await renameJobData(runner, 'changeId', 'productChangeId');
  }

  async down(runner: QueryRunner): Promise<void> {
    await renameJobData(runner, 'productChangeId', 'changeId');
    await dropResolutions(runner, 'product-change');
    await runner.query(`drop index product_change_unfinished, product_change_under_way`);
    await runner.query(`alter table product_change drop constraint product_change_state_check`);
    await runner.query(`update product_change set state = task_state where state <> task_state`);
    await runner.query(`alter table product_change drop column task_state, drop column ordered_at`);
    await runner.query(`
      create unique index product_change_under_way on product_change (product_id)
      where state in ('acknowledged', 'inProgress')`);
  }
}

/** Jobs under way go on by the name the new release looks for; there are none before the first start. */
async function renameJobData(runner: QueryRunner, from: string, to: string): Promise<void> {
  const [jobs] = await runner.manager.query<{ there: boolean }[]>(
    `select to_regclass('pgboss.job') is not null as there`,
  );
  if (jobs?.there !== true) return;
  await runner.query(
    `update pgboss.job set data = jsonb_build_object($2::text, data->>$1)
     where name = 'carry-product-change' and data ? $1`,
    [from, to],
  );
}
