import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { temporaryDatabase } from '@wellspring/testing';
import { DataSource } from 'typeorm';
import { CreateProduct1796100000000 } from '../src/migrations/1796100000000-create-product.ts';
import { OneChangeUnderWay1796300000000 } from '../src/migrations/1796300000000-one-change-under-way.ts';
import { CarryChangesAsCommands1796400000000 } from '../src/migrations/1796400000000-carry-changes-as-commands.ts';
import { DeliverSims1796500000000 } from '../src/migrations/1796500000000-deliver-sims.ts';

jest.setTimeout(60_000);

const migrations = [
  CreateProduct1796100000000,
  OneChangeUnderWay1796300000000,
  CarryChangesAsCommands1796400000000,
  DeliverSims1796500000000,
];

describe('migrations', () => {
  let database: Awaited<ReturnType<typeof temporaryDatabase>>;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await temporaryDatabase('inventory_migrations');
    dataSource = await new DataSource({ type: 'postgres', url: database.url, migrations }).initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('can be undone, one by one, and run again', async () => {
    await dataSource.runMigrations();
    for (let undone = 0; undone < migrations.length; undone += 1) await dataSource.undoLastMigration();
    const left = `select tablename from pg_tables where schemaname = 'public' and tablename <> 'migrations'`;
    expect(await dataSource.query(left)).toEqual([]);
    expect(await dataSource.runMigrations()).toHaveLength(migrations.length);
  });

  it('keep what customers ordered, and the jobs that carry it', async () => {
    await dataSource.undoLastMigration();
    await dataSource.undoLastMigration();
    const states = ['acknowledged', 'inProgress', 'done', 'terminatedWithError', 'needsAttention'];
    for (const [index, state] of states.entries())
      await dataSource.query(
        `insert into product_change (id, customer_id, product_id, action, state, state_at, created_at, document)
         values ($1, 'C-1', $2, 'blockSim', $3, now(), now(), '{}')`,
        [randomUUID(), `S-${index}`, state],
      );
    await dataSource.query(`create schema pgboss`);
    await dataSource.query(`create table pgboss.job (name text, data jsonb)`);
    await dataSource.query(`insert into pgboss.job values ('carry-product-change', '{"changeId": "c-1"}')`);
    const seen = (column: string): Promise<unknown> =>
      dataSource.query(`select ${column} as state from product_change order by product_id`);
    const shown = states.map((state) => ({ state }));
    const jobs = (): Promise<unknown> => dataSource.query(`select data from pgboss.job`);

    await dataSource.runMigrations();
    expect(await seen('task_state')).toEqual(shown);
    expect(await seen('state')).toEqual(
      ['pending', 'pending', 'done', 'failed', 'needsAttention'].map((state) => ({ state })),
    );
    expect(await jobs()).toEqual([{ data: { productChangeId: 'c-1' } }]);
    await dataSource.undoLastMigration();
    await dataSource.undoLastMigration();
    expect(await seen('state')).toEqual(shown);
    expect(await jobs()).toEqual([{ data: { changeId: 'c-1' } }]);
  });
});
