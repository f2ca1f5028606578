import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@wellspring/testing';
import { BillingEngineFake } from './fakes/billing-engine.fake.ts';
import { invoice, paidInvoice } from './fakes/invoices.ts';
import {
  ask,
  type Billing,
  bills,
  lines,
  orderFor,
  payments,
  startBilling,
  startBillingOn,
  syncOf,
} from './start-billing.ts';

jest.setTimeout(60_000);

/** Long enough for a loaded machine, far shorter than the deadline of a call to the billing engine. */
const promptlyMs = 5_000;
const hangForMs = '20000';

describe('the copy of the bills', () => {
  let billing: Billing;

  afterEach(() => billing.stop());

  const stateOf = async (id = 'INV-202611-1001'): Promise<unknown> =>
    (await billing.as('C-1001', `${bills}/${id}`)).body.state;

  it('follows the feed batch by batch and takes over changes', async () => {
    const many = Array.from({ length: 25 }, (_, index) =>
      invoice({ invoiceNo: `INV-${index}`, accountNo: `A-${index}` }),
    );
    billing = await startBilling(many, { BILL_SYNC_BATCH_SIZE: '10' });
    await billing.sync();
    expect((await billing.as('C-1001', bills)).headers.get('x-total-count')).toBe('25');

    billing.engine.put({ ...billing.engine.invoice('INV-7'), due: '2026-12-24' });
    billing.engine.payElsewhere('INV-8');
    await billing.sync();
    expect((await billing.as('C-1001', `${bills}/INV-7`)).body.paymentDueDate).toBe('2026-12-24T00:00:00.000Z');
    expect(await stateOf('INV-8')).toBe('settled');
    expect((await billing.as('C-1001', `${lines}?bill.id=INV-8`)).list).toHaveLength(2);
  });

  it('keeps what it has when the sync breaks off, and goes on from there', async () => {
    const many = Array.from({ length: 25 }, (_, index) => invoice({ invoiceNo: `INV-${index}` }));
    billing = await startBilling(many, { BILL_SYNC_BATCH_SIZE: '10' });
    await billing.sync();
    for (const one of many) billing.engine.put({ ...one, due: '2026-12-24' });
    let asked = 0;
    billing.engine.intercept('list-changes', (perform, reply) => {
      asked += 1;
      reply(asked === 1 ? perform() : { status: 200, body: { items: 'garbage' } });
    });
    await expect(billing.sync()).rejects.toThrow('bad_payload');
    const changed = `${bills}?paymentDueDate=2026-12-24`;
    expect((await billing.as('C-1001', changed)).headers.get('x-total-count')).toBe('10');
    billing.engine.heal();
    await billing.sync();
    expect((await billing.as('C-1001', changed)).headers.get('x-total-count')).toBe('25');
  });

  it('syncs on two replicas at once without harm', async () => {
    const env = { BILL_SYNC_BATCH_SIZE: '5' };
    billing = await startBilling([invoice()], env);
    const other = await billing.startReplica(env);
    await billing.sync();
    for (let n = 0; n < 40; n += 1) billing.engine.put(invoice({ invoiceNo: `INV-${n}` }));
    const both = Promise.withResolvers<undefined>();
    let asked = 0;
    billing.engine.intercept('list-changes', async (perform, reply) => {
      asked += 1;
      if (asked === 2) both.resolve(undefined);
      await both.promise;
      reply(perform());
    });
    const syncs = [billing.sync(), syncOf(other)];
    // Whoever comes back first has it all, wherever the other one was ahead.
    await Promise.race(syncs);
    expect((await billing.as('C-1001', bills)).headers.get('x-total-count')).toBe('41');
    expect((await billing.as('C-1001', `${lines}?bill.id=INV-7`)).list).toHaveLength(2);
    await Promise.all(syncs);
  });

  it('takes nothing from before its own payment that arrives after it, and loses nothing beside it', async () => {
    const both = [invoice(), invoice({ invoiceNo: 'INV-2' })];
    billing = await startBilling(both, { BILLING_ENGINE_TIMEOUT_MS: hangForMs });
    await billing.sync();
    billing.engine.put({ ...billing.engine.invoice('INV-202611-1001'), due: '2026-12-24' });
    billing.engine.put({ ...billing.engine.invoice('INV-2'), due: '2026-12-24' });
    const paid = Promise.withResolvers<undefined>();
    billing.engine.intercept('list-changes', async (perform, reply) => {
      const read = perform();
      await paid.promise;
      reply(read);
    });
    const sync = billing.sync();
    const { body } = await billing.pay('C-1001', orderFor('INV-202611-1001'), 'key-1');
    await eventually(async () => {
      expect((await billing.as('C-1001', `${payments}/${body.id}`)).body.status).toBe('done');
    });
    billing.engine.heal();
    paid.resolve(undefined);
    await sync;
    expect((await billing.as('C-1001', `${bills}/INV-202611-1001`)).body).toMatchObject({
      state: 'settled',
      paymentDueDate: '2026-12-24T00:00:00.000Z',
      appliedPayment: [{ payment: { id: body.id } }],
    });
    expect((await billing.as('C-1001', `${bills}/INV-2`)).body.paymentDueDate).toBe('2026-12-24T00:00:00.000Z');
  });

  it('goes by the number of the version, also where a version cannot be believed', async () => {
    billing = await startBilling([invoice()], { BILL_FRESH_FOR_MS: '1', BILL_REFRESH_BUDGET_MS: '10000' });
    await billing.sync();
    billing.engine.put(invoice({ due: '2026-12-24' }));
    const older = billing.engine.invoice('INV-202611-1001');
    billing.engine.put(invoice({ total: '1.00', open: '1.00' }));
    const bad = billing.engine.invoice('INV-202611-1001');
    await billing.sync();
    const answer = (items: object[]): void => {
      billing.engine.intercept('list-invoices', (_perform, reply) => {
        reply({ status: 200, body: { items } });
      });
    };
    answer([older]);
    expect(await stateOf()).toBe('onHold');
    billing.engine.put(invoice());
    await billing.sync();
    answer([bad]);
    expect(await stateOf()).toBe('sent');
  });

  it('tells how far it has got, and no age, while it is made for the first time', async () => {
    const engine = new BillingEngineFake();
    for (let index = 0; index < 20; index += 1) engine.put(invoice({ invoiceNo: `INV-${index}` }));
    const go = Promise.withResolvers<undefined>();
    engine.intercept('list-changes', async (perform, reply) => {
      if (engine.calls('list-changes') > 2) await go.promise;
      reply(perform());
    });
    billing = await startBillingOn(engine, {
      BILL_SYNC_BATCH_SIZE: '5',
      BILL_SYNC_HANDS: '2',
      BILLING_ENGINE_TIMEOUT_MS: '60000',
    });
    await eventually(
      async () => {
        const { text } = await ask(`${billing.service.managementUrl}/health/ready`);
        expect(text).toContain('the first copy of the bills is being made: 25 % (change 5 of 20)');
      },
      { timeoutMs: 30_000 },
    );
    expect(await billing.metric('read_model_progress_ratio{model="bill"}')).toBe(0.25);
    expect(await billing.metric('read_model_age_seconds{model="bill"}')).toBeUndefined();
    go.resolve(undefined);
    await eventually(
      async () => {
        expect(await billing.metric('read_model_progress_ratio{model="bill"}')).toBe(1);
        expect(await billing.metric('read_model_age_seconds{model="bill"}')).toBeGreaterThanOrEqual(0);
      },
      { timeoutMs: 30_000 },
    );
  });

  it('shows nobody an invoice that does not add up, and says so to the operator', async () => {
    billing = await startBilling([invoice(), invoice({ invoiceNo: 'INV-BAD', total: '1.00', open: '1.00' })]);
    billing.engine.put({ ...invoice({ invoiceNo: 'INV-WORSE' }), lines: [] });
    await billing.sync();
    expect((await billing.as('C-1001', bills)).list).toHaveLength(1);
    await eventually(async () => {
      expect(await billing.metric('read_model_quarantined_records{model="bill"}')).toBe(2);
    });
    const rejected = billing.service.logs.filter((line) => String(line['message']).startsWith('bill rejected'));
    expect(rejected).toHaveLength(2);

    billing.engine.put(invoice({ invoiceNo: 'INV-BAD' }));
    await billing.sync();
    expect((await billing.as('C-1001', bills)).list).toHaveLength(2);
    await eventually(async () => {
      expect(await billing.metric('read_model_quarantined_records{model="bill"}')).toBe(1);
    });
  });

  it('keeps the last good version on hold while the newest cannot be believed', async () => {
    billing = await startBilling([invoice()]);
    await billing.sync();
    billing.engine.put(invoice({ total: '1.00', open: '1.00' }));
    await billing.sync();
    const held = await billing.as('C-1001', `${bills}/INV-202611-1001`);
    expect(held.body).toMatchObject({ state: 'onHold', amountDue: { value: 49.9 } });
    billing.engine.put(invoice());
    await billing.sync();
    expect(await stateOf()).toBe('sent');
  });

  it('lets the first read of a customer wait longer, since there is nothing else to show', async () => {
    const engine = new BillingEngineFake();
    engine.put(invoice());
    // The feed says nothing, so that the copy is not there yet.
    engine.intercept('list-changes', () => undefined);
    const budgets = { BILL_REFRESH_BUDGET_MS: '1', BILL_FIRST_READ_BUDGET_MS: '20000' };
    billing = await startBillingOn(engine, { ...budgets, BILLING_ENGINE_TIMEOUT_MS: hangForMs });
    const first = await billing.as('C-1001', bills);
    expect(first.status).toBe(200);
    expect(first.list).toHaveLength(1);
    expect(engine.calls('list-invoices')).toBe(1);
  });

  it('is refreshed by a read when it is old, and not while it is recent', async () => {
    billing = await startBilling([invoice()], { BILL_FRESH_FOR_MS: '1', BILL_REFRESH_BUDGET_MS: '10000' });
    await billing.sync();
    billing.engine.payElsewhere('INV-202611-1001');
    expect(await stateOf()).toBe('settled');
    await billing.stop();

    billing = await startBilling([invoice()]);
    await billing.sync();
    billing.engine.payElsewhere('INV-202611-1001');
    expect(await stateOf()).toBe('sent');
    expect(billing.engine.calls('list-invoices')).toBe(0);
  });

  it('ignores an answer that is older than what it has', async () => {
    billing = await startBilling([invoice()], { BILL_FRESH_FOR_MS: '1', BILL_REFRESH_BUDGET_MS: '10000' });
    billing.engine.payElsewhere('INV-202611-1001');
    await billing.sync();
    billing.engine.intercept('list-invoices', (_perform, reply) => {
      reply({ status: 200, body: { items: [invoice({ changeSeq: 1 })] } });
    });
    expect(await stateOf()).toBe('settled');
  });

  it('believes no bill of another customer that came by mistake', async () => {
    billing = await startBilling([invoice()], { BILL_FRESH_FOR_MS: '1', BILL_REFRESH_BUDGET_MS: '10000' });
    await billing.sync();
    billing.engine.intercept('list-invoices', (_perform, reply) => {
      reply({ status: 200, body: { items: [invoice(), invoice({ invoiceNo: 'INV-X', customerNo: 'C-9' })] } });
    });
    expect((await billing.as('C-1001', bills)).list).toHaveLength(1);
    billing.engine.heal();
    expect((await billing.as('C-9', bills)).list).toHaveLength(0);
  });

  it('is served at once with its age while the billing engine hangs', async () => {
    billing = await startBilling([invoice()], { BILL_FRESH_FOR_MS: '1', BILLING_ENGINE_TIMEOUT_MS: hangForMs });
    await billing.sync();
    billing.engine.hang();
    const started = performance.now();
    for (let read = 0; read < 5; read += 1) {
      const { status, headers, list } = await billing.as('C-1001', bills);
      expect(status).toBe(200);
      expect(list).toHaveLength(1);
      expect(headers.get('age')).toMatch(/^\d+$/);
    }
    expect(performance.now() - started).toBeLessThan(promptlyMs);
    expect(billing.engine.calls('list-invoices')).toBe(1);
    expect((await fetch(`${billing.service.managementUrl}/health/ready`)).status).toBe(200);
  });

  it('tells how old it is', async () => {
    billing = await startBilling([invoice()], { BILL_FRESH_FOR_MS: '1' });
    await billing.sync();
    await billing.engine.stop();
    await eventually(async () => {
      expect(Number((await billing.as('C-1001', bills)).headers.get('age'))).toBeGreaterThanOrEqual(2);
    });
    await billing.engine.start();
  });

  it.each(['hangs', 'answers garbage', 'fails'])(
    'says 503 and when to come back when nothing is known and the engine %s',
    async (how) => {
      const engine = new BillingEngineFake();
      // Before the service runs: its first look at the feed may come at any time.
      engine.hang();
      const fault = {
        hangs: undefined,
        'answers garbage': { status: 200, body: 'what?' },
        fails: { status: 500, body: {} },
      }[how];
      if (fault) {
        engine.intercept('list-invoices', (_perform, reply) => {
          reply(fault);
        });
      }
      billing = await startBillingOn(engine, { BILLING_ENGINE_TIMEOUT_MS: hangForMs });
      const { status, headers, body } = await billing.as('C-7777', bills);
      expect(status).toBe(503);
      expect(headers.get('retry-after')).toBe('5');
      expect(body).toMatchObject({ code: 'BILL.UNAVAILABLE', status: '503' });
      expect(body.traceId).toMatch(/^[\da-f]{32}$/);
    },
  );

  it('says a customer without bills has none', async () => {
    billing = await startBilling([paidInvoice()]);
    await billing.sync();
    const { status, text } = await billing.as('C-7777', bills);
    expect([status, text]).toEqual([200, '[]']);
  });
});
