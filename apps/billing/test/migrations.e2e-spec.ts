import { describe, expect, it, jest } from '@jest/globals';
import { temporaryDatabase } from '@wellspring/testing';
import { DataSource } from 'typeorm';
import { readModelMigrations } from '@wellspring/read-model';
import { hubMigrations } from '@wellspring/tmf';
import { CreateBill1795000000000 } from '../src/migrations/1795000000000-create-bill.ts';
import { CreatePayment1795000000001 } from '../src/migrations/1795000000001-create-payment.ts';
import { ResolvePayments1795900000000 } from '../src/migrations/1795900000000-resolve-payments.ts';
import { FollowTheCounter1795900000001 } from '../src/migrations/1795900000001-follow-the-counter.ts';
import { UseReadModel1796000000000 } from '../src/migrations/1796000000000-use-read-model.ts';

jest.setTimeout(60_000);

const migrations = [
  ...readModelMigrations,
  ...hubMigrations,
  CreateBill1795000000000,
  CreatePayment1795000000001,
  ResolvePayments1795900000000,
  FollowTheCounter1795900000001,
  UseReadModel1796000000000,
];

describe('migrations', () => {
  it('can be undone, one by one, and run again', async () => {
    const database = await temporaryDatabase('billing_migrations');
    const dataSource = await new DataSource({ type: 'postgres', url: database.url, migrations }).initialize();
    await dataSource.runMigrations();
    for (let undone = 0; undone < migrations.length; undone += 1) await dataSource.undoLastMigration();
    const left = `select tablename from pg_tables where schemaname = 'public' and tablename <> 'migrations'`;
    expect(await dataSource.query(left)).toEqual([]);
    expect(await dataSource.runMigrations()).toHaveLength(migrations.length);
    await dataSource.destroy();
    await database.drop();
  });
});
