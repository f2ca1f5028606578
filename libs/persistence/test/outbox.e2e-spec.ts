import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Environment, RequestContext } from '@wellspring/platform';
import { eventually, temporaryDatabase, type TemporaryDatabase } from '@wellspring/testing';
import { DataSource } from 'typeorm';
import { Database, migrate, Outbox, type OutboxMessage, OutboxPublisher, OutboxStore } from '../src/index.ts';
import { OutboxCleanup } from '../src/outbox/outbox-cleanup.ts';
import { databaseOnly, serviceWith, start, type Started } from './started-service.ts';

const definition = serviceWith({ ...databaseOnly, outbox: true });

describe('the outbox', () => {
  let database: TemporaryDatabase;
  const replicas: Started[] = [];

  async function replica(env: Environment = {}): Promise<Started> {
    const started = await start(definition, database.url, env);
    replicas.push(started);
    return started;
  }

  const bill = (aggregateid: string, payload: unknown = {}) => ({
    aggregatetype: 'CustomerBill',
    aggregateid,
    type: 'CustomerBillCreateEvent',
    payload,
  });

  function append({ service }: Started, ...events: ReturnType<typeof bill>[]): Promise<void> {
    return service.get(DataSource).transaction(async (manager) => {
      for (const event of events) await service.get(Outbox).append(manager, event);
    });
  }

  beforeAll(async () => {
    database = await temporaryDatabase('outbox');
    await migrate(definition, { env: { DATABASE_URL: database.url } });
  });

  beforeEach(async () => {
    const started = await replica();
    await started.service.get(Database).query({ text: 'truncate outbox' });
  });

  afterEach(async () => {
    await Promise.all(replicas.splice(0).map(({ service }) => service.stop()));
  });

  afterAll(async () => {
    await database.drop();
  });

  const rows = (): Promise<object[]> => {
    const [any] = replicas;
    if (any === undefined) throw new Error('No replica');
    return any.service.get(Database).query({ text: 'select * from outbox order by position' });
  };

  it('tells what was committed, with the trace of the request, and then keeps nothing', async () => {
    const one = await replica();
    const heard: { message: OutboxMessage; traceId: string | undefined }[] = [];
    one.service.get(OutboxPublisher).on('CustomerBillCreateEvent', (message) => {
      heard.push({ message, traceId: RequestContext.current()?.traceId });
      return Promise.resolve();
    });
    const traceId = await RequestContext.run({}, async () => {
      await append(one, bill('INV-1', { amount: 4990 }));
      return RequestContext.current()?.traceId;
    });
    await eventually(async () => {
      expect(heard).toHaveLength(1);
      expect(await rows()).toEqual([]);
    });
    expect(heard[0]?.traceId).toBe(traceId);
    expect(heard[0]?.message).toMatchObject({ ...bill('INV-1', { amount: 4990 }), attempt: 1 });
    expect(await one.metrics()).toMatch(/outbox_deliveries_total\{type="CustomerBillCreateEvent",outcome="ok"\} 1/);
  });

  it('tells nothing of what was rolled back, and refuses to append outside a transaction', async () => {
    const one = await replica();
    const dataSource = one.service.get(DataSource);
    const outbox = one.service.get(Outbox);
    const rolledBack = dataSource.transaction(async (manager) => {
      await outbox.append(manager, bill('INV-1'));
      throw new Error('no');
    });
    await expect(rolledBack).rejects.toThrow('no');
    await expect(outbox.append(dataSource.manager, bill('INV-1'))).rejects.toThrow('running transaction');
    expect(await rows()).toEqual([]);
  });

  it('keeps what nobody listens to yet, in the columns Debezium reads', async () => {
    const one = await replica();
    await append(one, bill('INV-1', { n: 1 }));
    expect(await rows()).toMatchObject([{ ...bill('INV-1', { n: 1 }), attempts: 0, dead_at: null }]);
  });

  it('delivers the types somebody registered for, keeps the others and is not held up by them', async () => {
    const one = await replica();
    const heard: string[] = [];
    one.service.get(OutboxPublisher).on('CustomerBillCreateEvent', ({ aggregateid }) => {
      heard.push(aggregateid);
      return Promise.resolve();
    });
    const other = { ...bill('A'), type: 'CustomerBillStateChangeEvent' };
    await append(one, other, bill('A'), bill('B'));
    await eventually(async () => {
      expect(heard.toSorted()).toEqual(['A', 'B']);
      expect(await rows()).toMatchObject([{ type: 'CustomerBillStateChangeEvent', attempts: 0, dead_at: null }]);
    });
  });

  it('counts what somebody waits for, and no more than is worth counting', async () => {
    const one = await replica();
    const { service } = one;
    await service.get(Database).query({
      text: `insert into outbox (id, aggregatetype, aggregateid, type, payload, created_at)
        select gen_random_uuid(), 'CustomerBill', n::text, case when n <= 10500 then 'many' else 'few' end, '{}',
          now() - interval '1 hour' from generate_series(1, 10503) n`,
    });
    const store = service.get(OutboxStore);
    expect(await store.backlog([])).toEqual({ waiting: 0, dead: 0, oldestSeconds: 0 });
    expect(await store.backlog(['few'])).toMatchObject({ waiting: 3, dead: 0 });
    expect((await store.backlog(['few'])).oldestSeconds).toBeGreaterThanOrEqual(3_600);
    expect(await store.backlog(['many', 'few'])).toMatchObject({ waiting: 10_000 });
    expect(await store.backlog('every')).toMatchObject({ waiting: 10_000 });
  });

  it('removes after a while what nobody registered for, and old dead letters, and nothing else', async () => {
    const one = await replica({ OUTBOX_RETENTION_MS: '3600000', OUTBOX_DEAD_RETENTION_MS: '7200000' });
    one.service.get(OutboxPublisher).on('wanted', () => new Promise(() => undefined));
    const insert = (id: string, type: string, ageHours: number, deadHours: number | null = null): Promise<unknown> =>
      one.service.get(Database).query({
        text: `insert into outbox (id, aggregatetype, aggregateid, type, payload, created_at, dead_at)
          values (gen_random_uuid(), 'CustomerBill', $1, $2, '{}', now() - $3 * interval '1 hour', now() - $4 * interval '1 hour')`,
        values: [id, type, ageHours, deadHours],
      });
    await insert('old', 'unwanted', 2);
    await insert('young', 'unwanted', 0.5);
    await insert('old and wanted', 'wanted', 2);
    await insert('long dead', 'unwanted', 5, 4);
    await insert('just dead', 'unwanted', 5, 1);
    await one.service.get<OutboxCleanup>(OutboxCleanup).removeOld();
    const left = (await rows()).map((row) => (row as { aggregateid: string }).aggregateid);
    expect(left.toSorted()).toEqual(['just dead', 'old and wanted', 'young']);
    expect(await one.metrics()).toMatch(/outbox_removed_total\{type="unwanted",reason="unclaimed"\} 1/);
  });

  it('shares the work among replicas: every message once, each aggregate in order', async () => {
    const heard: { replica: number; id: string; aggregate: string; n: unknown }[] = [];
    const writer = await replica();
    const workers = await Promise.all([replica(), replica(), replica()]);
    for (let n = 0; n < 12; n += 1) await append(writer, ...['A', 'B', 'C', 'D', 'E'].map((id) => bill(id, n)));
    for (const [index, { service }] of workers.entries()) {
      service.get(OutboxPublisher).on('*', async ({ id, aggregateid, payload }) => {
        await new Promise((resolve) => setImmediate(resolve));
        heard.push({ replica: index, id, aggregate: aggregateid, n: payload });
      });
    }
    await eventually(async () => {
      expect(await rows()).toEqual([]);
    });
    expect(heard).toHaveLength(60);
    expect(new Set(heard.map(({ id }) => id)).size).toBe(60);
    for (const aggregate of ['A', 'B', 'C', 'D', 'E']) {
      const order = heard.filter((one) => one.aggregate === aggregate).map(({ n }) => n);
      expect(order).toEqual(Array.from({ length: 12 }, (_, n) => n));
    }
  });

  it('tries again, later messages of the aggregate waiting and other aggregates not', async () => {
    const one = await replica();
    const heard: string[] = [];
    let failures = 3;
    one.service.get(OutboxPublisher).on('*', ({ aggregateid, payload, attempt }) => {
      if (aggregateid === 'A' && payload === 1 && failures > 0) {
        failures -= 1;
        return Promise.reject(new Error('receiver is down'));
      }
      heard.push(`${aggregateid}${String(payload)}#${attempt}`);
      return Promise.resolve();
    });
    await append(one, bill('A', 1), bill('A', 2), bill('B', 1));
    await eventually(() => {
      expect(heard).toEqual(['B1#1', 'A1#4', 'A2#1']);
    });
  });

  it('keeps and counts a dead letter, lets the next one through, and revives it when told', async () => {
    const one = await replica({ OUTBOX_MAX_ATTEMPTS: '2' });
    const heard: unknown[] = [];
    let broken = true;
    one.service.get(OutboxPublisher).on('*', ({ payload }) => {
      if (broken && payload === 1) return Promise.reject(new Error('cannot digest'));
      heard.push(payload);
      return Promise.resolve();
    });
    await append(one, bill('A', 1), bill('A', 2));
    await eventually(() => {
      expect(heard).toEqual([2]);
    });
    const [dead] = await rows();
    expect(dead).toMatchObject({ attempts: 2, last_error: 'cannot digest', dead_at: expect.any(Date) });
    expect(await one.metrics()).toMatch(/outbox_dead_total\{type="CustomerBillCreateEvent"\} 1/);

    broken = false;
    const store = one.service.get(OutboxStore);
    const { id } = dead as { id: string };
    expect(await store.redrive(id)).toBe(true);
    expect(await store.redrive(id)).toBe(false);
    await eventually(() => {
      expect(heard).toEqual([2, 1]);
    });
  });

  it('is not held up by one receiver that hangs, and cuts that one at its deadline', async () => {
    const one = await replica({ OUTBOX_DELIVERY_TIMEOUT_MS: '300', OUTBOX_RETRY_BASE_MS: '60000' });
    const heard: string[] = [];
    one.service.get(OutboxPublisher).on('*', ({ aggregateid }) => {
      if (aggregateid === 'hangs') return new Promise(() => undefined);
      heard.push(aggregateid);
      return Promise.resolve();
    });
    await append(one, bill('hangs'), bill('B'));
    await eventually(() => {
      expect(heard).toEqual(['B']);
    });
    await append(one, bill('C'));
    await eventually(async () => {
      expect(heard).toEqual(['B', 'C']);
      expect(await rows()).toMatchObject([{ aggregateid: 'hangs', last_error: 'No answer within 300 ms' }]);
    });
  });

  it('hands what a dead replica had taken to another when its loan ends', async () => {
    const [idle] = replicas;
    if (idle === undefined) throw new Error('No replica');
    await append(idle, bill('A', 1));
    // A replica that takes the message and is never heard of again.
    expect(await idle.service.get(OutboxStore).claim('every', 10, 300)).toHaveLength(1);
    const heard: number[] = [];
    const other = await replica();
    other.service.get(OutboxPublisher).on('*', ({ attempt }) => {
      heard.push(attempt);
      return Promise.resolve();
    });
    await eventually(() => {
      expect(heard).toEqual([2]);
    });
  });

  it('finishes what is underway before it stops', async () => {
    const one = await replica();
    const { promise: begun, resolve: begin } = Promise.withResolvers<undefined>();
    const { promise: finish, resolve: letFinish } = Promise.withResolvers<undefined>();
    one.service.get(OutboxPublisher).on('*', async () => {
      begin(undefined);
      await finish;
    });
    await append(one, bill('A'));
    await begun;
    const stopped = one.service.stop();
    letFinish(undefined);
    await stopped;
    expect(await rows()).toEqual([]);
  });
});
