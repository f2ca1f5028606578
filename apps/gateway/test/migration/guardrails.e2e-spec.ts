import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing';
import { Traffic } from '../../src/migration/guardrail/traffic.ts';
import { MigrationUnderTest } from '../support/migration-under-test.ts';

const file = (canary: string): string => `
capabilities:
  invoices:
    stage: canary
    routes: [{ path: /invoices, legacy: legacy-portal, new: portal }]
    canary: ${canary}
    guardrails: { window: 30s, minRequests: 50, maxErrorRateDelta: 0.02, maxP95Ratio: 2, ignoreP95Below: 300ms }
fixed: [{ path: /, upstream: legacy-portal }]
`;

/** Fifty requests a second, as long as it is not stopped. Every answer is kept. */
class Visitors {
  readonly statuses: number[] = [];
  private readonly timer: NodeJS.Timeout;
  private readonly pending = new Set<Promise<void>>();

  constructor(migration: MigrationUnderTest) {
    this.timer = setInterval(() => {
      const visit: Promise<void> = migration
        .visit()
        .then(({ status }) => void this.statuses.push(status))
        .finally(() => this.pending.delete(visit));
      this.pending.add(visit);
    }, 20);
  }

  async leave(): Promise<void> {
    clearInterval(this.timer);
    await Promise.allSettled(this.pending);
  }
}

describe('guardrails at fifty requests a second', () => {
  let migration: MigrationUnderTest;
  let visitors: Visitors;

  beforeAll(async () => {
    // As it is unless set: the time promised is that of a gateway as shipped.
    migration = await MigrationUnderTest.start(file('{ percent: 50 }'), 1, { GUARDRAIL_INTERVAL_MS: '500' });
  });

  afterAll(async () => {
    await migration.stop();
  });

  afterEach(async () => {
    await visitors.leave();
    migration.upstreams.portal.reset();
    await migration.decide('resume', { reason: 'next test' });
  });

  /** A healthy canary with enough traffic to be judged. */
  async function healthyTraffic(): Promise<void> {
    visitors = new Visitors(migration);
    await eventually(
      async () => {
        expect((await migration.capability()).guardrails.state).toBe('healthy');
      },
      { timeoutMs: 20_000 },
    );
  }

  async function backOnTheOldSide(): Promise<number> {
    const from = performance.now();
    await eventually(
      async () => {
        expect((await migration.capability()).stage).toBe('legacy');
      },
      { timeoutMs: 20_000 },
    );
    return performance.now() - from;
  }

  it.each([
    [
      'fails',
      (response: ServerResponse) => response.writeHead(503).end('broken'),
      /of requests (just now )?fail on the new side/,
    ],
    ['is slow', (response: ServerResponse) => setTimeout(() => response.end('portal'), 1_000), /p95 of the new side/],
    ['hangs', () => undefined, /p95 of the new side|of requests (just now )?fail/],
  ])('take the capability back when the new side %s, and no customer notices', async (_how, answer, reason) => {
    await healthyTraffic();
    migration.upstreams.portal.handler = (_request, response) => void answer(response);
    // Most of it is spare, for a machine that is busy; rollback-time.spec.ts has the time by a clock of its own.
    expect(await backOnTheOldSide()).toBeLessThan(15_000);
    await visitors.leave();
    expect(new Set(visitors.statuses)).toEqual(new Set([200]));
    expect(await migration.lastDecision('origin=guardrail')).toMatchObject({
      reason: expect.stringMatching(reason),
      metrics: { guardrails: { new: { requests: expect.any(Number) }, limits: { errorRate: expect.any(Number) } } },
    });
  });
});

it('those whom the file names, and who wait for the new side, are not taken for customers chosen by chance', async () => {
  const migration = await MigrationUnderTest.start(file('{ percent: 0, include: [anonymous] }'));
  try {
    migration.upstreams.portal.handler = () => undefined;
    const waiting = migration.visit();
    const traffic = migration.replica().get(Traffic);
    await eventually(() => {
      const seen = traffic.judged('invoices')?.new;
      expect([seen?.hand.window.observations, seen?.chance.window.observations]).toEqual([1, 0]);
    });
    expect((await waiting).status).toBe(200);
  } finally {
    await migration.stop();
  }
});
