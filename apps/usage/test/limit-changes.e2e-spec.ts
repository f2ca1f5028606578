import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@wellspring/testing';
import {
  account,
  type Answer,
  consumptions,
  limitChanges,
  operationsToken,
  record,
  startUsage,
  type Usage,
} from './start-usage.ts';

jest.setTimeout(60_000);

const script = join(import.meta.dirname, '../../../tools/limits/limits.ts');
const execute = promisify(execFile);

interface Change {
  id: string;
  state: string;
  limit: { value: number } | null;
  statusReason?: string;
}

interface Spending {
  limit?: { unit: string; value: number };
  limitRange: { lowest: { value: number }; highest: { value: number } };
}

describe('a change of the spending limit', () => {
  let usage: Usage;
  let tests = 0;
  /** Each test has a customer of its own, with a limit of 20 euros. */
  let customer: string;

  beforeAll(async () => {
    usage = await startUsage({
      SPENDING_LIMIT_LOWEST: '10',
      SPENDING_LIMIT_HIGHEST: '100',
      RATING_TIMEOUT_MS: '3000',
    });
  });
  beforeEach(async () => {
    tests += 1;
    customer = `C-${tests}`;
    usage.rating.put(account({ customerNo: customer }));
    await usage.sync();
  });
  afterEach(() => {
    usage.rating.heal();
  });
  afterAll(() => usage.stop());

  const ask = (limit: number | null, key = 'key'): Promise<Answer<Change & { code: string }>> =>
    usage.changeLimit(customer, limit, `${customer}-${key}`);
  const spending = async (): Promise<Spending | undefined> =>
    (await usage.as<{ spending: Spending }[]>(customer, consumptions)).body[0]?.spending;
  const comesTo = (id: string, state: string): Promise<Change> =>
    eventually(
      async () => {
        const { body } = await usage.as<Change>(customer, `${limitChanges}/${id}`);
        expect(body.state).toBe(state);
        return body;
      },
      { timeoutMs: 30_000 },
    );

  it('is shown when rating has confirmed it, and the old limit until then', async () => {
    usage.rating.intercept('set-spending-limit', () => undefined);
    const { status, body } = await ask(35.5);
    expect([status, body.state]).toEqual([202, 'pending']);
    expect((await spending())?.limit).toEqual({ unit: 'EUR', value: 20 });
    usage.rating.heal();
    await comesTo(body.id, 'done');
    expect((await spending())?.limit).toEqual({ unit: 'EUR', value: 35.5 });
    expect(usage.rating.limitOf(customer)).toBe('35.50');
    const events = await usage.service.dataSource.query<{ type: string }[]>(
      `select type from outbox where aggregateid = $1 order by position`,
      [body.id],
    );
    expect(events.map(({ type }) => type)).toEqual([
      'SpendingLimitChangeCreateEvent',
      'SpendingLimitChangeStateChangeEvent',
    ]);
  });

  it('can be that there is none', async () => {
    await comesTo((await ask(null)).body.id, 'done');
    expect(await spending()).not.toHaveProperty('limit');
    expect(usage.rating.limitOf(customer)).toBeNull();
  });

  it('is within what the operator allows', async () => {
    expect((await spending())?.limitRange).toEqual({
      lowest: { unit: 'EUR', value: 10 },
      highest: { unit: 'EUR', value: 100 },
    });
    for (const limit of [9.99, 100.01, 12.345]) {
      expect(await ask(limit, `refused-${limit}`)).toMatchObject({
        status: 422,
        body: { code: 'SPENDING_LIMIT.NOT_ALLOWED', errors: [{ field: 'limit' }] },
      });
    }
    const inDollars = await usage.as<{ code: string }>(customer, limitChanges, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `${customer}-dollars` },
      body: JSON.stringify({ limit: { unit: 'USD', value: 50 } }),
    });
    expect(inDollars.body.code).toBe('SPENDING_LIMIT.NOT_ALLOWED');
    expect(await usage.changeLimit('C-nobody', 50, 'nobody')).toMatchObject({
      body: { code: 'SPENDING_LIMIT.NOTHING_TO_LIMIT' },
    });
    for (const [at, limit] of [10, 100].entries()) await comesTo((await ask(limit, `end-${at}`)).body.id, 'done');
  });

  it('is set once when its answer is lost, and a late attempt undoes nothing that came after it', async () => {
    let late: () => void = () => undefined;
    usage.rating.intercept('set-spending-limit', (perform, reply) => {
      late = () => {
        reply(perform());
      };
    });
    const first = await ask(30, 'first');
    const before = usage.rating.calls('set-spending-limit');
    await eventually(() => {
      expect(usage.rating.calls('set-spending-limit')).toBeGreaterThan(before);
    });
    usage.rating.heal();
    await comesTo(first.body.id, 'done');
    await comesTo((await ask(40, 'second')).body.id, 'done');
    late();
    expect(usage.rating.limitOf(customer)).toBe('40.00');
  });

  it('is one at a time', async () => {
    usage.rating.hang();
    await ask(30, 'first');
    expect(await ask(40, 'second')).toMatchObject({ status: 409, body: { code: 'SPENDING_LIMIT.IN_PROGRESS' } });
  });

  it('ends with the reason when rating will not', async () => {
    usage.rating.intercept('set-spending-limit', (_perform, reply) => {
      reply({ status: 422, body: { error: 'CONTRACT_FORBIDS' } });
    });
    const { body } = await ask(30);
    expect(await comesTo(body.id, 'failed')).toMatchObject({ statusReason: 'CONTRACT_FORBIDS' });
    expect((await spending())?.limit?.value).toBe(20);
  });

  it('has its thresholds told anew, but for what was reached when it was chosen', async () => {
    const told = async (): Promise<string[]> =>
      (
        await usage.service.dataSource.query<{ percent: string }[]>(
          `select payload->'event'->'usageThreshold'->>'percent' as percent from outbox
           where aggregateid = $1 order by position`,
          [customer],
        )
      ).map(({ percent }) => percent);
    const spend = async (name: string, charge: string): Promise<void> => {
      usage.rating.rate(record(`${customer}-${name}`, { customerNo: customer, quantity: 1, charge }));
      await usage.sync();
    };
    await spend('all', '20.00');
    expect(await told()).toEqual(['80', '100']);
    await comesTo((await ask(24)).body.id, 'done');
    await spend('little', '1.00');
    expect(await told()).toEqual(['80', '100']);
    await spend('rest', '3.00');
    expect(await told()).toEqual(['80', '100', '100']);
  });
});

describe('a change of the spending limit that needs a person', () => {
  let usage: Usage;
  let tests = 0;
  let customer: string;

  beforeAll(async () => {
    usage = await startUsage({ LIMIT_ATTENTION_AFTER_MS: '1' });
  });
  beforeEach(async () => {
    tests += 1;
    customer = `C-${tests}`;
    usage.rating.put(account({ customerNo: customer }));
    await usage.sync();
  });
  afterEach(() => {
    usage.rating.heal();
  });
  afterAll(() => usage.stop());

  const stateOf = async (id: string): Promise<string> =>
    (await usage.operate<Change>(`limit-changes/${id}`)).body.state;
  const waiting = async (limit = 50, key = 'waiting'): Promise<string> => {
    // No illness, by which a breaker would open for what comes after.
    usage.rating.intercept('set-spending-limit', (_perform, reply) => {
      reply({ status: 429, body: {} });
    });
    const { body } = await usage.changeLimit<Change>(customer, limit, `${customer}-${key}`);
    await eventually(
      async () => {
        expect(await stateOf(body.id)).toBe('needsAttention');
      },
      { timeoutMs: 30_000 },
    );
    usage.rating.heal();
    return body.id;
  };
  const decide = (id: string, action: string, body: object): ReturnType<Usage['operate']> =>
    usage.operate(`limit-changes/${id}/${action}`, body);
  const reason = 'rating is mended';

  it('is set when an operator has it tried again', async () => {
    const id = await waiting();
    expect((await decide(id, 'retry', { reason })).status).toBe(200);
    await eventually(async () => {
      expect(await stateOf(id)).toBe('done');
    });
    expect(usage.rating.limitOf(customer)).toBe('50.00');
  });

  it('is not tried again when its owner has asked for another since', async () => {
    const id = await waiting();
    await waiting(60, 'newer');
    expect(await decide(id, 'retry', { reason })).toMatchObject({
      status: 409,
      body: { code: 'LIMIT_CHANGE.SUPERSEDED' },
    });
    expect((await decide(id, 'give-up', { reason })).status).toBe(200);
  });

  it('is not given up when rating has the limit after all, and shown when it is marked as done', async () => {
    const id = await waiting();
    usage.rating.put(account({ customerNo: customer, spendingLimit: '50.00' }));
    expect(await decide(id, 'give-up', { reason })).toMatchObject({
      status: 409,
      body: { code: 'LIMIT_CHANGE.CARRIED_OUT' },
    });
    expect((await decide(id, 'mark-done', { reason, orderReference: 'R-1' })).status).toBe(200);
    const [shown] = (await usage.as<{ spending: Spending }[]>(customer, consumptions)).body;
    expect(shown?.spending.limit?.value).toBe(50);
  });

  it('is shown and decided from a terminal', async () => {
    const id = await waiting();
    const run = async (...args: string[]): Promise<string> => {
      const env = { LIMITS_TOKEN: operationsToken, LIMITS_URL: usage.service.managementUrl };
      const options = ['--disable-warning=ExperimentalWarning', script, ...args, '--as', 'jane'];
      return (await execute(process.execPath, options, { env })).stdout;
    };
    expect(await run('list')).toMatch(new RegExp(`^${id} +${customer} +50.00 EUR +needsAttention`, 'm'));
    expect(await run('give-up', id, '--reason', 'not wanted')).toMatch(/^state +failed since /m);
  });
});
