import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Type } from '@nestjs/common';
import { eventually, temporaryDatabase, type TemporaryDatabase } from '@wellspring/testing';
import pg from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { migrate, MigrationLockedError, MigrationUnreachableError } from '../src/index.ts';
import { MovingAddress } from './moving-address.ts';
import { serviceWith, start, type Started } from './started-service.ts';

class CreateThing1750000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Long enough for two at once to collide if nothing kept them apart.
    await runner.query('select pg_sleep(0.2)');
    await runner.query('create table thing (id integer primary key)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table thing');
  }
}

class BreakHalfway1750000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table half (id integer)');
    await runner.query('select 1 / 0');
  }

  async down(): Promise<void> {
    // Never applied.
  }
}

const lockSql = `select pg_advisory_lock(hashtextextended('wellspring:migrate', 0))`;
const options = (migrations: Type<MigrationInterface>[]) => ({ entities: [], migrations, outbox: true, jobs: true });

describe('migrate', () => {
  let database: TemporaryDatabase;
  let started: Started | undefined;
  let address: MovingAddress | undefined;
  const all = [
    'CreateIdempotencyKey1700000000000',
    'CreateOutbox1700000000001',
    'FindOutboxByTypeAndAge1700000000002',
    'CreateThing1750000000000',
  ];

  beforeEach(async () => {
    database = await temporaryDatabase('migrations');
  });

  afterEach(async () => {
    await started?.service.stop();
    started = undefined;
    address?.close();
    address = undefined;
    await database.drop();
  });

  async function query(text: string): Promise<unknown[]> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows;
    } finally {
      await client.end();
    }
  }

  it('runs what is pending, once, with the tables of the library and of the job queue', async () => {
    const service = serviceWith(options([CreateThing1750000000000]));
    const lines: string[] = [];
    const env = { DATABASE_URL: database.url };
    expect(await migrate(service, { env, report: (line) => lines.push(line) })).toEqual(all);
    expect(await migrate(service, { env, report: (line) => lines.push(line) })).toEqual([]);
    expect(lines).toEqual([
      ...all.map((name) => `ran ${name}`),
      `ran ${all.length} migrations, the schema is up to date`,
      'the schema is up to date',
    ]);
    expect(await query(`select to_regclass('pgboss.job') is not null as jobs`)).toEqual([{ jobs: true }]);
  });

  it('lets two run at once: one waits, both succeed', async () => {
    const service = serviceWith(options([CreateThing1750000000000]));
    const lines: string[] = [];
    const run = () => migrate(service, { env: { DATABASE_URL: database.url }, report: (line) => lines.push(line) });
    const ran = await Promise.all([run(), run()]);
    expect(ran.flat()).toEqual(all);
    expect(lines).toContain('another migrate is running, waiting for it');
  });

  it('gives up on another one that hangs', async () => {
    const other = new pg.Client({ connectionString: database.url });
    await other.connect();
    await other.query(lockSql);
    const env = { DATABASE_URL: database.url, MIGRATE_LOCK_TIMEOUT_MS: '100' };
    await expect(migrate(serviceWith(options([])), { env })).rejects.toThrow(MigrationLockedError);
    await other.end();
  });

  it('has more patience with a busy database than a request has', async () => {
    const url = new URL(database.url);
    address = await MovingAddress.of(Number(url.port));
    url.port = String(address.port);
    const other = new pg.Client({ connectionString: database.url });
    await other.connect();
    await other.query(lockSql);
    const env = { DATABASE_URL: url.href, DB_ACQUIRE_TIMEOUT_MS: '1000' };
    const report = (line: string): void => {
      if (!line.startsWith('another migrate')) return;
      // It has the connection that keeps others away; the next is for the migrations themselves.
      address?.holdBack(2_000);
      void other.end();
    };
    expect(await migrate(serviceWith(options([])), { env, report })).toEqual(all.slice(0, 3));
  });

  it('says which database setting is missing, and does not wait for a database for ever', async () => {
    await expect(migrate(serviceWith(options([])), { env: {} })).rejects.toThrow('DATABASE_URL is missing');
    const env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', MIGRATE_CONNECT_TIMEOUT_MS: '50' };
    await expect(migrate(serviceWith(options([])), { env })).rejects.toThrow(MigrationUnreachableError);
  });

  it('does not wait for what waiting does not cure', async () => {
    const url = new URL(database.url);
    url.pathname = '/no_such_database';
    await expect(migrate(serviceWith(options([])), { env: { DATABASE_URL: url.href } })).rejects.toMatchObject({
      code: '3D000',
    });
  });

  it('leaves nothing of a migration that failed', async () => {
    const service = serviceWith(options([BreakHalfway1750000000001]));
    await expect(migrate(service, { env: { DATABASE_URL: database.url } })).rejects.toThrow('division by zero');
    expect(await query(`select to_regclass('half') as half`)).toEqual([{ half: null }]);
    // Nor the lock.
    expect(await migrate(serviceWith(options([])), { env: { DATABASE_URL: database.url } })).toEqual([]);
  });

  it('is never done by a replica: it is not ready, names what is pending, and becomes ready afterwards', async () => {
    const service = serviceWith(options([CreateThing1750000000000]));
    started = await start(service, database.url);
    const { ready } = started;
    await eventually(async () => {
      const { status, body } = await ready();
      expect(status).toBe(503);
      for (const name of all) expect(JSON.stringify(body)).toContain(name);
    });
    expect(await query(`select to_regclass('thing') as thing, to_regnamespace('pgboss') as jobs`)).toEqual([
      { thing: null, jobs: null },
    ]);

    await migrate(service, { env: { DATABASE_URL: database.url } });
    await eventually(async () => {
      expect((await ready()).status).toBe(200);
    });
  });
});
