import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RequestContext } from '@wellspring/platform';
import { eventually, faultProxy, temporaryDatabase, type TemporaryDatabase } from '@wellspring/testing';
import { DataSource } from 'typeorm';
import { Database, DatabaseTimeoutError, DatabaseUnavailableError } from '../src/index.ts';
import { databaseOnly, serviceWith, start, type Started, startMigrated } from './started-service.ts';

describe('a service with a database', () => {
  let database: TemporaryDatabase;
  let started: Started | undefined;

  beforeEach(async () => {
    database = await temporaryDatabase('persistence');
  });

  afterEach(async () => {
    await started?.service.stop();
    started = undefined;
    await database.drop();
  });

  it('runs statements on the pool and on TypeORM, under the name of the service', async () => {
    started = await startMigrated(serviceWith(databaseOnly), database.url);
    const text = `select current_setting('application_name') as name, $1::int + 1 as sum`;
    const expected = [{ name: 'under-test', sum: 3 }];
    expect(await started.service.get(Database).query({ name: 'sum', text, values: [2] })).toEqual(expected);
    expect(await started.service.get(DataSource).query(text, [2])).toEqual(expected);
  });

  it('prepares a named statement once per connection', async () => {
    started = await startMigrated(serviceWith(databaseOnly), database.url, { DB_POOL_MAX: '1' });
    const db = started.service.get(Database);
    for (const value of [1, 2, 3])
      await db.query({ name: 'double', text: 'select $1::int * 2 as twice', values: [value] });
    const prepared = await db.query({
      text: `select generic_plans + custom_plans as runs from pg_prepared_statements where name = 'double'`,
    });
    expect(prepared).toEqual([{ runs: '3' }]);
  });

  it('keeps a connection on which a statement failed for its own fault', async () => {
    started = await startMigrated(serviceWith(databaseOnly), database.url, { DB_POOL_MAX: '1' });
    const db = started.service.get(Database);
    const pid = () => db.query({ text: 'select pg_backend_pid() as pid' });
    const before = await pid();
    await expect(db.query({ text: 'select 1 / 0' })).rejects.toMatchObject({ code: '22012' });
    expect(await pid()).toEqual(before);
  });

  it('gives up waiting for a connection at its own deadline, whoever asks', async () => {
    started = await startMigrated(serviceWith(databaseOnly), database.url, {
      DB_POOL_MAX: '1',
      DB_ACQUIRE_TIMEOUT_MS: '1000',
    });
    const db = started.service.get(Database);
    const lent = await db.pool.connect();
    await expect(db.query({ text: 'select 1' })).rejects.toThrow(DatabaseUnavailableError);
    await expect(started.service.get(DataSource).query('select 1')).rejects.toThrow(DatabaseUnavailableError);
    lent.release();
    expect(await db.query({ text: 'select 1 as one' })).toEqual([{ one: 1 }]);
  });

  it('cuts a statement at the deadline, and the connection is good for the next', async () => {
    started = await startMigrated(serviceWith(databaseOnly), database.url, {
      DB_POOL_MAX: '1',
      DB_STATEMENT_TIMEOUT_MS: '100',
    });
    const db = started.service.get(Database);
    await expect(db.query({ text: 'select pg_sleep(30)' })).rejects.toThrow(DatabaseTimeoutError);
    expect(await db.query({ text: 'select 1 as one' })).toEqual([{ one: 1 }]);
  });

  it('does not wait for a database that no longer answers at all', async () => {
    const proxy = await faultProxy({ target: database.url });
    try {
      started = await startMigrated(serviceWith(databaseOnly), proxy.url, {
        DB_POOL_MAX: '1',
        DB_STATEMENT_TIMEOUT_MS: '100',
        DB_ACQUIRE_TIMEOUT_MS: '500',
      });
      const db = started.service.get(Database);
      proxy.hang();
      await expect(db.query({ text: 'select 1' })).rejects.toMatchObject({ status: 503 });
      await expect(started.service.get(DataSource).query('select 1')).rejects.toThrow('The database cannot be reached');
      proxy.healthy();
      // The answer of the abandoned statement must not be taken for that of a later one.
      await eventually(async () => {
        expect(await db.query({ text: 'select 42 as answer' })).toEqual([{ answer: 42 }]);
      });
    } finally {
      await started?.service.stop();
      await proxy.close();
    }
  });

  it('cuts a connection on which the database fell silent in the middle of a statement, whoever asked', async () => {
    const proxy = await faultProxy({ target: database.url });
    try {
      started = await startMigrated(serviceWith(databaseOnly), proxy.url, { DB_STATEMENT_TIMEOUT_MS: '100' });
      const { service } = started;
      const lent = await service.get(Database).pool.connect();
      await lent.query('select 1');
      proxy.hang();
      await expect(lent.query('select 1')).rejects.toThrow('did not answer a statement within 1100 ms');
      lent.release(true);
    } finally {
      proxy.healthy();
      await started?.service.stop();
      await proxy.close();
    }
  });

  it('survives broken connections, idle and lent ones', async () => {
    const proxy = await faultProxy({ target: database.url });
    try {
      started = await startMigrated(serviceWith(databaseOnly), proxy.url);
      const db = started.service.get(Database);
      const lent = await db.pool.connect();
      proxy.reset();
      proxy.healthy();
      await eventually(async () => {
        expect(await db.query({ text: 'select 1 as one' })).toEqual([{ one: 1 }]);
      });
      lent.release(true);
      const metrics = await started.metrics();
      expect(metrics).toMatch(/db_connection_errors_total [1-9]/);
      expect(metrics).toMatch(/db_failures_total\{reason="reset"\} [1-9]/);
    } finally {
      await started?.service.stop();
      await proxy.close();
    }
  });

  it('shows the pool, the waits and the statements by name, not by text', async () => {
    started = await startMigrated(serviceWith(databaseOnly), database.url, { DB_POOL_MAX: '2' });
    const db = started.service.get(Database);
    await db.query({ name: 'find-nothing', text: 'select 1' });
    const lent = await db.pool.connect();
    const metrics = await started.metrics();
    lent.release();
    expect(metrics).toMatch(/db_pool_connections\{state="total"\} [12]/);
    expect(metrics).toMatch(/db_pool_connections\{state="idle"\} [01]/);
    expect(metrics).toMatch(/db_pool_waiting_requests 0/);
    // The health check may be at it.
    expect(metrics).toMatch(/db_statements_in_flight [01]/);
    expect(metrics).toMatch(/db_pool_acquire_seconds_count\{outcome="ok"\} [1-9]/);
    expect(metrics).toMatch(/db_statement_seconds_count\{statement="find-nothing",outcome="ok"\} 1/);
  });

  it('logs a slow statement by its name or shape, never with a value', async () => {
    started = await startMigrated(serviceWith(databaseOnly), database.url, { DB_SLOW_QUERY_MS: '300' });
    const db = started.service.get(Database);
    await db.query({ name: 'slow-one', text: 'select pg_sleep(0.4), $1::text', values: ['parameter-value'] });
    await db.query({ text: `select pg_sleep(0.4), 'literal-value', 4711` });
    const slow = started.logs.with('slow statement');
    // A busy machine may have been slow with others, too.
    for (const statement of ['slow-one', 'select pg_sleep(?), ?, ?']) {
      expect(slow).toContainEqual(expect.objectContaining({ labels: expect.objectContaining({ statement }) }));
    }
    expect(JSON.stringify(started.logs.lines)).not.toMatch(/parameter-value|literal-value|4711/);
    expect(await started.metrics()).toMatch(/db_slow_statements_total [2-9]/);
  });

  it('logs a slow statement under the trace of whoever asked, also when they took turns on one connection', async () => {
    started = await startMigrated(serviceWith(databaseOnly), database.url, { DB_POOL_MAX: '1', DB_SLOW_QUERY_MS: '1' });
    const db = started.service.get(Database);
    const traceIds = ['1', '2', '3'].map((digit) => digit.repeat(32));
    await Promise.all(
      traceIds.map((traceId) =>
        RequestContext.run({ traceId }, async () => {
          await db.query({ name: 'by-name', text: 'select pg_sleep(0.005)' });
          expect(RequestContext.current()?.traceId).toBe(traceId);
        }),
      ),
    );
    const slow = started.logs
      .with('slow statement')
      .filter(({ labels }) => Reflect.get(Object(labels), 'statement') === 'by-name');
    expect(slow.map((line) => line['trace.id'])).toEqual(traceIds);
  });

  it('starts without a database, says so, and is ready once it is there', async () => {
    const proxy = await faultProxy({ target: database.url });
    try {
      proxy.reset();
      started = await start(serviceWith(databaseOnly), proxy.url, { DB_ACQUIRE_TIMEOUT_MS: '200' });
      const { ready, service } = started;
      expect((await fetch(`${service.managementUrl}/health/live`)).status).toBe(200);
      expect((await ready()).status).toBe(503);
      await expect(service.get(Database).query({ text: 'select 1' })).rejects.toThrow(DatabaseUnavailableError);

      proxy.healthy();
      await eventually(async () => {
        expect((await ready()).status).toBe(200);
      });
      expect(await service.get(DataSource).query('select 1 as one')).toEqual([{ one: 1 }]);
    } finally {
      await started?.service.stop();
      await proxy.close();
    }
  });

  it('answers requests in flight before it closes the pool', async () => {
    started = await startMigrated(serviceWith(databaseOnly), database.url);
    const db = started.service.get(Database);
    const slow = db.query({ text: 'select pg_sleep(0.2), 1 as one' });
    await started.service.stop();
    expect(await slow).toMatchObject([{ one: 1 }]);
    expect(db.pool.ended).toBe(true);
  });
});
