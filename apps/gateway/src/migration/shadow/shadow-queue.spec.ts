import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ShadowExchange } from '../migration.ts';
import { MigrationState } from '../stage/migration-state.ts';
import type { Override } from '../stage/override.ts';
import type { ShadowOutcome, ShadowTask } from './shadow-comparison.ts';
import { exchange, shadowFile } from './shadow-fixture.ts';
import { ShadowQueue, type ShadowLimits } from './shadow-queue.ts';

const limits: ShadowLimits = {
  maxConcurrent: 2,
  maxQueued: 3,
  maxQueuedBytes: 1_000,
  maxBodyBytes: 300,
  deadlineMs: 60_000,
  maxLoad: 0.8,
};

const rolledBack: Override = {
  capability: 'invoices',
  version: 1,
  position: { stage: 'legacy', percent: 1 },
  paused: false,
  cause: 'guardrail',
  reason: 'errors',
  actor: 'guardrail',
  at: new Date(0),
};

interface Running {
  task: ShadowTask;
  finish: (outcome: ShadowOutcome) => void;
  fail: () => void;
}

describe('ShadowQueue', () => {
  let running: Running[];
  let outcomes: string[];
  let shed: string[];
  let notCompared: string[];
  let load: number;
  let now: number;
  let queue: ShadowQueue;
  let state: MigrationState;

  function queueWith(changed: Partial<ShadowLimits> = {}, random = (): number => 0): ShadowQueue {
    return new ShadowQueue({
      state,
      comparison: {
        run: (task) =>
          new Promise((finish, reject) => {
            running.push({
              task,
              finish,
              fail: () => {
                reject(new Error('crashed'));
              },
            });
          }),
      },
      limits: { ...limits, ...changed },
      load: () => load,
      onCompared: (_capability, outcome) => outcomes.push(outcome),
      onNotCompared: (_capability, reason) => notCompared.push(reason),
      onShed: (_capability, reason) => shed.push(reason),
      now: () => now,
      random,
    });
  }

  beforeEach(() => {
    running = [];
    outcomes = [];
    shed = [];
    notCompared = [];
    load = 0.1;
    now = 0;
    state = new MigrationState(shadowFile());
    queue = queueWith();
  });

  afterEach(() => {
    queue.stop();
  });

  /** As the data plane does: room first, piece by piece, then the whole. */
  function offer(offered: ShadowExchange, to = queue): void {
    if (to.take(offered.capability, offered.response.body.byteLength)) to.offer(offered);
  }

  async function settled(): Promise<void> {
    await new Promise(setImmediate);
  }

  function body(bytes: number): { response: ReturnType<typeof exchange>['response'] } {
    return { response: { ...exchange().response, body: Buffer.alloc(bytes) } };
  }

  it('wants a GET that a rule or a new side is there for', () => {
    expect(queue.wants('invoices', 'GET', '/invoices', '/invoices?page=2')).toBe(true);
    expect(queue.wants('invoices', 'GET', '/invoices', '/invoices/INV-1/pdf')).toBe(true);
    expect(queue.wants('invoices', 'POST', '/invoices', '/invoices')).toBe(false);
    expect(queue.wants('invoices', 'HEAD', '/invoices', '/invoices')).toBe(false);
    expect(queue.wants('usage', 'GET', '/usage', '/usage')).toBe(false);
    expect(shed).toEqual([]);
  });

  it('says of each request that is not compared why', () => {
    queueWith({}, () => 0.99).wants('invoices', 'GET', '/invoices', '/invoices/INV-1');
    queue.wants('invoices', 'GET', '/help', '/help');
    queue.missed('invoices', 'too_long');
    expect(notCompared).toEqual(['not_sampled', 'no_rule', 'too_long']);
  });

  it('takes the share of requests that the rule says', () => {
    const draws = [0.24, 0.26, 0.9, 0];
    const sampled = queueWith({}, () => draws.shift() ?? 1);
    const wanted = [1, 2, 3, 4].map(() => sampled.wants('invoices', 'GET', '/invoices', '/invoices/INV-1'));
    expect(wanted).toEqual([true, false, false, true]);
  });

  it('compares a few at a time and the others in their order', async () => {
    for (const target of ['/invoices?a', '/invoices?b', '/invoices?c']) offer(exchange({ target }));
    expect(running.map(({ task }) => task.exchange.target)).toEqual(['/invoices?a', '/invoices?b']);
    running[1]?.finish('equal');
    await settled();
    expect(running[2]?.task).toMatchObject({ newUpstream: 'billing', exchange: { target: '/invoices?c' } });
    expect(outcomes).toEqual(['equal']);
  });

  it('sheds what does not fit in number', () => {
    for (let n = 0; n < 6; n++) offer(exchange(body(10)));
    expect(queue.size).toEqual({ running: 2, waiting: 3, bytes: 50 });
    expect(shed).toEqual(['queue']);
    expect(notCompared).toEqual(['no_room']);
    expect(queue.wants('invoices', 'GET', '/invoices', '/invoices')).toBe(false);
  });

  it('sheds what does not fit in memory, and remembers what is freed', async () => {
    for (let n = 0; n < 4; n++) offer(exchange(body(300)));
    expect(queue.size.bytes).toBe(900);
    expect(queue.wants('invoices', 'GET', '/invoices', '/invoices')).toBe(false);
    expect(shed).toEqual(['memory', 'memory']);
    running[0]?.finish('equal');
    await settled();
    expect(queue.size.bytes).toBe(600);
    expect(queue.wants('invoices', 'GET', '/invoices', '/invoices')).toBe(true);
  });

  it('bounds what is still arriving, and gives back what does not come to its end', () => {
    for (let n = 0; n < 10; n++) expect(queue.take('invoices', 100)).toBe(true);
    expect(queue.take('invoices', 1)).toBe(false);
    expect(queue.wants('invoices', 'GET', '/invoices', '/invoices')).toBe(false);
    expect(shed).toEqual(['memory', 'memory']);
    queue.giveBack(300);
    expect(queue.wants('invoices', 'GET', '/invoices', '/invoices')).toBe(true);
    expect(queue.take('invoices', 300)).toBe(true);
    expect(queue.size.bytes).toBe(1_000);
  });

  it('bounds the answers it asks for together with all else, and blames no side for the lack of room', async () => {
    offer(exchange(body(300)));
    const { task, finish } = running[0] ?? {};
    expect(task?.room.take(300)).toBe(true);
    expect(queue.take('invoices', 300)).toBe(true);
    expect(task?.room.take(300)).toBe(false);
    expect(task?.room).toMatchObject({ refused: true });
    expect(queue.size.bytes).toBe(900);
    finish?.({ notCompared: 'late' });
    await settled();
    expect(outcomes).toEqual([]);
    expect(shed).toEqual(['memory']);
    expect(queue.size.bytes).toBe(300);
    expect(task?.room.take(1)).toBe(false);
    expect(queue.size.bytes).toBe(300);
  });

  it('steps aside when the process is busy', () => {
    load = 0.95;
    expect(queue.wants('invoices', 'GET', '/invoices', '/invoices')).toBe(false);
    expect(shed).toEqual(['load']);
  });

  it('goes on when a comparison crashes', async () => {
    for (let n = 0; n < 3; n++) offer(exchange());
    running[0]?.fail();
    await settled();
    expect(notCompared).toEqual(['failed']);
    expect(running).toHaveLength(3);
  });

  it('gives the place of one that hangs to the next at the deadline', async () => {
    const short = queueWith({ deadlineMs: 1, maxConcurrent: 1 });
    offer(exchange(), short);
    offer(exchange(), short);
    const [hanging] = running;
    await new Promise((resolve) => hanging?.task.signal.addEventListener('abort', resolve));
    await settled();
    expect(notCompared[0]).toBe('late');
    expect(running).toHaveLength(2);
    short.stop();
  });

  it('gives a side that hangs up before all is cut off, so that it is known to hang', () => {
    offer(exchange());
    expect(running[0]?.task.timeoutMs).toBe(54_000);
  });

  it('leaves a side in peace that was taken back meanwhile', async () => {
    for (let n = 0; n < 3; n++) offer(exchange());
    state.applyOverrides([rolledBack]);
    running[0]?.finish('equal');
    await settled();
    expect(running).toHaveLength(2);
    expect(outcomes).toEqual(['equal']);
    expect(notCompared).toEqual(['late']);
  });

  it('does not begin what has waited for more than half of its deadline', async () => {
    for (let n = 0; n < 3; n++) offer(exchange());
    now = 31_000;
    running[0]?.finish('equal');
    await settled();
    expect(running).toHaveLength(2);
    expect(outcomes).toEqual(['equal']);
    expect(notCompared).toEqual(['late']);
    expect(queue.size.waiting).toBe(0);
  });

  it('forgets everything when it is stopped', async () => {
    for (let n = 0; n < 3; n++) offer(exchange());
    queue.stop();
    await settled();
    expect(running.every(({ task }) => task.signal.aborted)).toBe(true);
    expect(queue.size).toEqual({ running: 0, waiting: 0, bytes: 0 });
    offer(exchange());
    expect(queue.wants('invoices', 'GET', '/invoices', '/invoices')).toBe(false);
    expect(queue.size.waiting).toBe(0);
  });
});
