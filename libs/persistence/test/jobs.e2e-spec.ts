import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';
import { createService, type Environment, RequestContext } from '@wellspring/platform';
import { eventually, faultProxy, temporaryDatabase, type TemporaryDatabase } from '@wellspring/testing';
import type { PgBoss } from 'pg-boss';
import { DataSource, type EntityManager } from 'typeorm';
import { Database, type JobRun, Jobs, migrate, PermanentJobError } from '../src/index.ts';
import { jobQueueToken } from '../src/jobs/jobs.runtime.ts';
import { fast, LogLines, databaseOnly, serviceWith, start, type Started } from './started-service.ts';

interface Payment {
  id: number;
}

type Handler = (payment: Payment, run: JobRun) => Promise<void>;

/** What a test wants done with a payment, and with one that is a dead letter. */
class Behaviour {
  settle: Handler = () => Promise.resolve();
  dead: Handler = () => Promise.resolve();
  sync: (run: JobRun) => Promise<void> = () => Promise.resolve();
}

@Injectable()
class PaymentJobs {
  readonly behaviour = new Behaviour();
  readonly settle;

  constructor(jobs: Jobs) {
    this.settle = jobs.define<Payment>({
      name: 'settle-payment',
      retry: { limit: 2, delaySeconds: 0, maxDelaySeconds: 1 },
      handler: (payment, run) => this.behaviour.settle(payment, run),
      onDead: (payment, run) => this.behaviour.dead(payment, run),
    });
    jobs.schedule({ name: 'sync-bills', everySeconds: 1, handler: (run) => this.behaviour.sync(run) });
  }
}

const definition = serviceWith({ ...databaseOnly, jobs: true }, [PaymentJobs]);

describe('background jobs', () => {
  let database: TemporaryDatabase;
  const replicas: Started[] = [];

  async function replica(behaviour: Partial<Behaviour> = {}, env: Environment = {}): Promise<Started> {
    const started = await start(definition, database.url, env);
    Object.assign(started.service.get(PaymentJobs).behaviour, behaviour);
    replicas.push(started);
    return started;
  }

  function transaction<T>({ service }: Started, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return service.get(DataSource).transaction(work);
  }

  function enqueue(started: Started, id: number, key?: string): Promise<string | undefined> {
    const { service } = started;
    const options = key === undefined ? {} : { key };
    return transaction(started, (manager) =>
      service.get(Jobs).enqueue(manager, service.get(PaymentJobs).settle, { id }, options),
    );
  }

  beforeEach(async () => {
    database = await temporaryDatabase('jobs');
    await migrate(definition, { env: { DATABASE_URL: database.url } });
  });

  afterEach(async () => {
    await Promise.all(replicas.splice(0).map(({ service }) => service.stop()));
    await database.drop();
  });

  it('says what went wrong in the queue itself, also where that is no error any more', async () => {
    const one = await replica();
    const lost = {
      message: 'connection lost',
      stack: 'Error: connection lost\n    at somewhere',
      queue: 'settle-payment',
    };
    one.service.get<{ emit(name: string, reported: unknown): void }>(jobQueueToken).emit('error', lost);
    expect(one.logs.with('job queue error')).toEqual([
      expect.objectContaining({ 'error.message': lost.message, 'error.stack_trace': lost.stack }),
    ]);
  });

  it('runs what was committed, in the trace of the request that asked for it', async () => {
    const runs: { id: number; traceId: string | undefined; run: JobRun; aborted: boolean }[] = [];
    const one = await replica({
      settle: ({ id }, run) => {
        runs.push({ id, traceId: RequestContext.current()?.traceId, run, aborted: run.signal.aborted });
        return Promise.resolve();
      },
    });
    const traceId = await RequestContext.run({}, async () => {
      await enqueue(one, 7);
      return RequestContext.current()?.traceId;
    });
    await eventually(() => {
      expect(runs).toMatchObject([{ id: 7, traceId, run: { name: 'settle-payment', attempt: 1, lastAttempt: false } }]);
    });
    expect(runs[0]?.aborted).toBe(false);
    await eventually(async () => {
      expect(await one.metrics()).toMatch(/jobs_runs_total\{job="settle-payment",outcome="ok"\} 1/);
    });
  });

  it('works on each queue once although its start failed half-way', async () => {
    const logs = new LogLines();
    const service = await createService(definition, { env: { ...fast, DATABASE_URL: database.url }, logSink: logs });
    const queue = service.get<Pick<PgBoss, 'work' | 'updateQueue'>>(jobQueueToken);
    const work = jest.spyOn(queue, 'work');
    const { updateQueue } = queue;
    let failures = 2;
    jest.spyOn(queue, 'updateQueue').mockImplementation((name, options) => {
      // The queue of the scheduled job is made last: by then the others are worked on.
      if (name !== 'sync-bills' || failures === 0) return updateQueue.call(queue, name, options);
      failures -= 1;
      return Promise.reject(new Error('the database went away'));
    });
    await service.start();
    await eventually(() => {
      expect(work.mock.calls.map(([name]) => name)).toEqual(['settle-payment', 'settle-payment.dead', 'sync-bills']);
    });
    expect(logs.with('job queue has not started, trying again')).toHaveLength(2);
    await service.stop();
  });

  it('knows nothing of a job whose transaction was rolled back', async () => {
    const one = await replica();
    const { service } = one;
    const rolledBack = transaction(one, async (manager) => {
      await service.get(Jobs).enqueue(manager, 'settle-payment', { id: 1 });
      throw new Error('no');
    });
    await expect(rolledBack).rejects.toThrow('no');
    const jobs = await service.get(Database).query({ text: `select from pgboss.job where name = 'settle-payment'` });
    expect(jobs).toEqual([]);
  });

  it('holds one job per key, and any number without', async () => {
    const { promise: finish, resolve: letFinish } = Promise.withResolvers<undefined>();
    const ran: number[] = [];
    const one = await replica({
      settle: async ({ id }) => {
        await finish;
        ran.push(id);
      },
    });
    expect(await enqueue(one, 1, 'payment-1')).toEqual(expect.any(String));
    expect(await enqueue(one, 2, 'payment-1')).toBeUndefined();
    expect(await enqueue(one, 3)).toEqual(expect.any(String));
    expect(await enqueue(one, 4)).toEqual(expect.any(String));
    letFinish(undefined);
    await eventually(() => {
      expect(ran.toSorted()).toEqual([1, 3, 4]);
    });
    // Once it is done, the key is free.
    await eventually(async () => {
      expect(await enqueue(one, 5, 'payment-1')).toEqual(expect.any(String));
    });
  });

  it('tries again, then keeps the job as a dead letter and tells once', async () => {
    const attempts: [number, boolean][] = [];
    const dead: Payment[] = [];
    const one = await replica({
      settle: (_payment, { attempt, lastAttempt }) => {
        attempts.push([attempt, lastAttempt]);
        return Promise.reject(new Error('the engine is down'));
      },
      dead: (payment) => {
        dead.push(payment);
        return Promise.resolve();
      },
    });
    await enqueue(one, 9);
    await eventually(() => expect(dead).toEqual([{ id: 9 }]), { timeoutMs: 30_000 });
    expect(attempts).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
    await eventually(
      async () => {
        const metrics = await one.metrics();
        expect(metrics).toMatch(/jobs_runs_total\{job="settle-payment",outcome="dead"\} 1/);
        expect(metrics).toMatch(/jobs_queue_jobs\{job="settle-payment",state="dead"\} 1/);
      },
      { timeoutMs: 30_000 },
    );
    expect(one.logs.with('job given up')).toMatchObject([{ 'log.level': 'error', 'trace.id': expect.any(String) }]);
  });

  it('does not try again what cannot succeed', async () => {
    let attempts = 0;
    const dead: Payment[] = [];
    const one = await replica({
      settle: () => {
        attempts += 1;
        return Promise.reject(new PermanentJobError('no such bill'));
      },
      dead: (payment) => {
        dead.push(payment);
        return Promise.resolve();
      },
    });
    await enqueue(one, 9);
    await eventually(() => expect(dead).toEqual([{ id: 9 }]), { timeoutMs: 30_000 });
    expect(attempts).toBe(1);
  });

  it('starts a scheduled job once per beat and none while one runs, however many replicas there are', async () => {
    const { promise: first, resolve: endFirst } = Promise.withResolvers<undefined>();
    let starts = 0;
    const sync = async (): Promise<void> => {
      starts += 1;
      await first;
    };
    const began = Date.now();
    const all = await Promise.all([replica({ sync }), replica({ sync }), replica({ sync })]);
    const asked = all.map(({ service }) => jest.spyOn(service.get<PgBoss>(jobQueueToken), 'send'));
    // Each replica asks for it three times more: one of them would have taken it by then.
    await eventually(() => expect(asked.map(({ mock }) => mock.calls.length >= 3)).toEqual([true, true, true]));
    expect(starts).toBe(1);
    endFirst(undefined);
    await eventually(() => expect(starts).toBeGreaterThanOrEqual(3), { timeoutMs: 30_000 });
    // Slots are whole seconds: with three replicas asking in each, more starts than slots would be doubles.
    expect(starts).toBeLessThanOrEqual(Math.ceil((Date.now() - began) / 1_000) + 1);
  });

  it('lets running jobs finish when the service stops', async () => {
    const { promise: begun, resolve: begin } = Promise.withResolvers<undefined>();
    const { promise: finish, resolve: letFinish } = Promise.withResolvers<undefined>();
    let finished = false;
    const one = await replica({
      settle: async () => {
        begin(undefined);
        await finish;
        finished = true;
      },
    });
    await enqueue(one, 1);
    await begun;
    const stopped = one.service.stop();
    letFinish(undefined);
    await stopped;
    expect(finished).toBe(true);
    const other = await replica();
    const jobs = await other.service
      .get(Database)
      .query({ text: `select state from pgboss.job where name = 'settle-payment'` });
    expect(jobs).toEqual([{ state: 'completed' }]);
  });

  it('tells a job that outlasts the grace of a shutdown, and leaves it to another replica', async () => {
    const { promise: begun, resolve: begin } = Promise.withResolvers<undefined>();
    let aborted = false;
    const settle: Handler = (_payment, { signal }) => {
      begin(undefined);
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted = true;
          reject(new Error('aborted'));
        });
      });
    };
    const one = await replica({ settle }, { JOBS_STOP_GRACE_MS: '1000' });
    await enqueue(one, 3);
    await begun;
    await one.service.stop();
    expect(aborted).toBe(true);
    const ran: number[] = [];
    await replica({
      settle: ({ id }) => {
        ran.push(id);
        return Promise.resolve();
      },
    });
    await eventually(() => expect(ran).toEqual([3]), { timeoutMs: 30_000 });
  });

  it('runs a job again within seconds when its process was killed', async () => {
    const first = await replica();
    await first.service.stop();
    const script = fileURLToPath(new URL('worker-that-hangs.mjs', import.meta.url));
    const victim = spawn(process.execPath, [script, database.url, 'settle-payment'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(victim.stdout, 'data');
    victim.kill('SIGKILL');

    const runs: [number, number][] = [];
    await replica({
      settle: ({ id }, { attempt }) => {
        runs.push([id, attempt]);
        return Promise.resolve();
      },
    });
    // The heartbeat is missed after ten seconds; without it, the job would be given up after its sixty.
    await eventually(() => expect(runs).toEqual([[5, 2]]), { timeoutMs: 50_000 });
  });

  it('carries on after the database was away', async () => {
    const proxy = await faultProxy({ target: database.url });
    const ran: number[] = [];
    const one = await start(definition, proxy.url, { DB_ACQUIRE_TIMEOUT_MS: '300' });
    try {
      one.service.get(PaymentJobs).behaviour.settle = ({ id }) => {
        ran.push(id);
        return Promise.resolve();
      };
      proxy.reset();
      await eventually(async () =>
        expect(await one.ready()).toMatchObject({ body: { details: { database: { last: 'down' } } } }),
      );
      proxy.healthy();
      await eventually(() => enqueue(one, 1));
      await eventually(() => expect(ran).toContain(1), { timeoutMs: 30_000 });
    } finally {
      await one.service.stop();
      await proxy.close();
    }
  });
});
