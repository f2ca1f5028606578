import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { temporaryDatabase, type TemporaryDatabase } from '@wellspring/testing';
import { DataSource, type EntityManager } from 'typeorm';
import { IdempotencyCleanup } from '../src/idempotency/idempotency-cleanup.ts';
import {
  Database,
  type IdempotentCall,
  IdempotencyInProgressError,
  IdempotencyKeyReusedError,
  IdempotencyKeys,
} from '../src/index.ts';
import { serviceWith, type Started, startMigrated } from './started-service.ts';

describe('idempotency keys', () => {
  let database: TemporaryDatabase;
  let started: Started;
  let keys: IdempotencyKeys;
  let db: Database;

  const call = (over: Partial<IdempotentCall> = {}): IdempotentCall => ({
    key: 'k-1',
    customerId: 'C-1001',
    request: { method: 'POST', path: '/payment', body: { amount: 4990 } },
    ...over,
  });
  const pay = async (manager: EntityManager) => {
    await manager.query(`insert into payment default values`);
    const [row] = await manager.query<{ n: string }[]>(`select count(*) as n from payment`);
    return { status: 201, headers: { location: '/payment/1' }, body: { payments: Number(row?.n) } };
  };
  const payments = async (): Promise<number> => (await db.query({ text: 'select from payment' })).length;

  beforeAll(async () => {
    database = await temporaryDatabase('idempotency');
    started = await startMigrated(serviceWith({ entities: [], migrations: [] }), database.url, {
      IDEMPOTENCY_TTL_MS: '60000',
    });
    keys = started.service.get(IdempotencyKeys);
    db = started.service.get(Database);
    await db.query({ text: 'create table payment (id integer generated always as identity)' });
  });

  beforeEach(async () => {
    await db.execute('truncate payment; truncate idempotency_key');
  });

  afterAll(async () => {
    await started.service.stop();
    await database.drop();
  });

  it('does the work once and repeats the answer', async () => {
    const first = await keys.run(call(), pay);
    const second = await keys.run(call(), pay);
    expect(first).toEqual({ status: 201, headers: { location: '/payment/1' }, body: { payments: 1 }, replayed: false });
    expect(second).toEqual({ ...first, replayed: true });
    expect(await payments()).toBe(1);
  });

  it('takes a body with the same members in another order for the same request', async () => {
    await keys.run(call({ request: { method: 'POST', path: '/payment', body: { a: 1, b: { c: 2, d: 3 } } } }), pay);
    const again = call({ request: { method: 'post', path: '/payment', body: { b: { d: 3, c: 2 }, a: 1 } } });
    expect((await keys.run(again, pay)).replayed).toBe(true);
  });

  it.each([
    ['body', { method: 'POST', path: '/payment', body: { amount: 1 } }],
    ['path', { method: 'POST', path: '/refund', body: { amount: 4990 } }],
    ['method', { method: 'PATCH', path: '/payment', body: { amount: 4990 } }],
  ])('refuses the key for a request with another %s', async (_what, request) => {
    await keys.run(call(), pay);
    await expect(keys.run(call({ request }), pay)).rejects.toThrow(IdempotencyKeyReusedError);
    await expect(keys.run(call({ request }), pay)).rejects.toMatchObject({ status: 422 });
    expect(await payments()).toBe(1);
  });

  it('lets two customers use the same key', async () => {
    await keys.run(call(), pay);
    expect((await keys.run(call({ customerId: 'C-1002' }), pay)).replayed).toBe(false);
    expect(await payments()).toBe(2);
  });

  it('refuses a repeat while the first is in progress, and does the work once', async () => {
    const { promise: finish, resolve: letFinish } = Promise.withResolvers<undefined>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<undefined>();
    const first = keys.run(call(), async (manager) => {
      begin(undefined);
      await finish;
      return pay(manager);
    });
    await begun;
    const second = jest.fn(pay);
    await expect(keys.run(call(), second)).rejects.toThrow(IdempotencyInProgressError);
    await expect(keys.run(call(), second)).rejects.toMatchObject({ status: 409 });
    letFinish(undefined);
    expect((await first).replayed).toBe(false);
    expect(second).not.toHaveBeenCalled();
    expect((await keys.run(call(), pay)).replayed).toBe(true);
    expect(await payments()).toBe(1);
  });

  it('survives a burst of repeats with one payment and one answer', async () => {
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => keys.run(call(), pay)));
    const refused = results.filter(({ status }) => status === 'rejected');
    for (const result of refused) expect(result).toMatchObject({ reason: { status: 409 } });
    expect(refused.length).toBeLessThan(results.length);
    expect(await payments()).toBe(1);
  });

  it('keeps neither work nor key when the work fails', async () => {
    const failing = async (manager: EntityManager): Promise<never> => {
      await pay(manager);
      throw new Error('the engine is down');
    };
    await expect(keys.run(call(), failing)).rejects.toThrow('the engine is down');
    expect(await payments()).toBe(0);
    expect((await keys.run(call(), pay)).replayed).toBe(false);
  });

  it('takes part in the transaction it is given', async () => {
    const rolledBack = started.service.get(DataSource).transaction(async (manager) => {
      await keys.run(manager, call(), pay);
      throw new Error('afterthought');
    });
    await expect(rolledBack).rejects.toThrow('afterthought');
    expect(await payments()).toBe(0);
    expect((await keys.run(call(), pay)).replayed).toBe(false);
  });

  it('keeps no body of the request, only its hash', async () => {
    await keys.run(call({ request: { method: 'POST', path: '/payment', body: { card: 'tok_very_secret' } } }), pay);
    expect(JSON.stringify(await db.query({ text: 'select * from idempotency_key' }))).not.toContain('tok_very_secret');
  });

  it('forgets an expired key, and removes it', async () => {
    await keys.run(call(), pay);
    await keys.run(call({ key: 'k-2' }), pay);
    await db.query({ text: `update idempotency_key set expires_at = now() - interval '1 second' where key = 'k-1'` });
    expect((await keys.run(call({ request: { method: 'POST', path: '/other' } }), pay)).replayed).toBe(false);

    await db.query({ text: `update idempotency_key set expires_at = now() - interval '1 second' where key = 'k-1'` });
    expect(await started.service.get(IdempotencyCleanup).removeExpired()).toBe(1);
    expect(await db.query({ text: 'select key from idempotency_key' })).toEqual([{ key: 'k-2' }]);
  });
});
