import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Commands, commandsToken } from '@wellspring/persistence';
import { eventually } from '@wellspring/testing';
import type { PaymentEntity } from '../src/payment/payment.entity.ts';
import type { Charge } from '../src/payment-provider/charge.schema.ts';
import { invoice } from './fakes/invoices.ts';
import { type Answer, type Billing, bills, orderFor, payments, startBilling } from './start-billing.ts';

jest.setTimeout(60_000);

describe('payments', () => {
  let billing: Billing;
  let tests = 0;
  /** Each test has a customer of its own with one open bill, so that they can share the service. */
  let customer: string;
  let bill: string;
  let chargedBefore = 0;

  beforeAll(async () => {
    billing = await startBilling([]);
  });

  afterAll(() => billing.stop());

  beforeEach(async () => {
    billing.engine.heal();
    billing.provider.heal();
    chargedBefore = billing.provider.charges.length;
    tests += 1;
    await prepare(billing);
  });

  const prepare = async (at: Billing): Promise<void> => {
    customer = `C-${tests}`;
    bill = `INV-${tests}`;
    at.engine.put(invoice({ invoiceNo: bill, customerNo: customer }));
    await at.sync();
  };

  const pay = (key: string, value?: number, token?: string): Promise<Answer> =>
    billing.pay(customer, orderFor(bill, value, token), key);

  const ended = (id: string, by = billing): Promise<Answer['body']> =>
    eventually(
      async () => {
        const { body } = await by.as(customer, `${payments}/${id}`);
        expect(body.status).not.toBe('pending');
        return body;
      },
      { timeoutMs: 30_000 },
    );

  const events = (): Promise<{ type: string; status: string }[]> =>
    billing.service.dataSource.query(
      `select type, payload->'event'->'payment'->>'status' as status from outbox
       where payload->'event'->'payment'->'payer'->>'id' = $1 order by position`,
      [customer],
    );

  const charges = (): Charge[] => billing.provider.charges.slice(chargedBefore);

  const settlements = (): number =>
    [...billing.engine.settlements.values()].filter(({ invoiceNo }) => invoiceNo === bill).length;

  const billState = async (): Promise<unknown> => (await billing.as(customer, `${bills}/${bill}`)).body.state;

  it('pays a bill: recorded at once, then charged, then settled', async () => {
    const created = await pay('key-1');
    expect(created.status).toBe(201);
    expect(created.headers.get('location')).toBe(`${payments}/${created.body.id}`);
    expect(created.body).toMatchObject({
      status: 'pending',
      totalAmount: { unit: 'EUR', value: 49.9 },
      paymentItem: [{ item: { id: bill, '@referredType': 'CustomerBill' } }],
      correlatorId: 'key-1',
      '@type': 'Payment',
    });

    const done = await ended(created.body.id);
    expect(done.status).toBe('done');
    expect(charges()).toMatchObject([{ reference: created.body.id, amountMinor: 4990, currency: 'EUR' }]);
    expect(billing.engine.settlements.get(created.body.id)).toMatchObject({ invoiceNo: bill, amount: '49.90' });
    expect((await billing.as(customer, `${bills}/${bill}`)).body).toMatchObject({
      state: 'settled',
      remainingAmount: { value: 0 },
      appliedPayment: [{ payment: { id: created.body.id }, appliedAmount: { value: 49.9 } }],
    });
    expect(await events()).toEqual([
      { type: 'PaymentCreateEvent', status: 'pending' },
      { type: 'PaymentStateChangeEvent', status: 'done' },
    ]);
    expect(
      await billing.metric('commands_ended_total{command="payment",state="done",reason="none"}'),
    ).toBeGreaterThanOrEqual(1);
  });

  it('keeps telling which payment settled the bill when the engine tells of it too', async () => {
    const { body } = await pay('key-1');
    await ended(body.id);
    await billing.sync();
    expect((await billing.as(customer, `${bills}/${bill}`)).body).toMatchObject({
      state: 'settled',
      appliedPayment: [{ payment: { id: body.id } }],
    });
  });

  it('answers a repeated key with the same payment and pays once', async () => {
    const first = await pay('key-1');
    const second = await pay('key-1');
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    await ended(first.body.id);
    expect((await pay('key-1')).body.id).toBe(first.body.id);
    expect(charges()).toHaveLength(1);
  });

  it('refuses a key that was used for another order', async () => {
    const { body } = await pay('key-1');
    const other = await pay('key-1', 49.9, 'tok_other');
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY.KEY_REUSED']);
    await ended(body.id);
  });

  it('lets one of many concurrent payments of a bill win', async () => {
    const answers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((key) => pay(key)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    const winner = answers.find(({ status }) => status === 201);
    await ended(winner?.body.id ?? 'nobody');
    expect(charges()).toHaveLength(1);
    expect(settlements()).toBe(1);
    const again = await pay('f');
    expect([again.status, again.body.code]).toEqual([409, 'BILL.ALREADY_PAID']);
  });

  it('learns before charging that the bill was paid elsewhere', async () => {
    billing.engine.payElsewhere(bill);
    const { status, body } = await pay('key-1');
    expect([status, body.code]).toEqual([409, 'BILL.ALREADY_PAID']);
    expect(charges()).toHaveLength(0);
  });

  it('fails without charging when the bill is paid elsewhere between the order and the charge', async () => {
    billing.engine.intercept('get-invoice', (perform, reply) => {
      billing.engine.payElsewhere(bill);
      reply(perform());
    });
    const { body } = await pay('key-1');
    expect(await ended(body.id)).toMatchObject({ status: 'failed', statusReason: 'billAlreadyPaid' });
    expect(charges()).toHaveLength(0);
    expect(await billState()).toBe('settled');
  });

  it('asks for a person when the card is charged and the bill was paid elsewhere meanwhile', async () => {
    billing.provider.intercept('charge', (perform, reply) => {
      billing.engine.payElsewhere(bill);
      reply(perform());
    });
    const { body } = await pay('key-1');
    expect(await ended(body.id)).toMatchObject({ status: 'needsAttention', statusReason: 'billAlreadyPaid' });
    expect((await events()).at(-1)).toEqual({ type: 'PaymentStateChangeEvent', status: 'needsAttention' });
    expect(
      await billing.metric('commands_ended_total{command="payment",state="needsAttention",reason="billAlreadyPaid"}'),
    ).toBe(1);
    await eventually(async () => {
      expect(await billing.metric('commands_unfinished{command="payment",state="needsAttention"}')).toBe(1);
    });
    expect(settlements()).toBe(0);
  });

  it('tells that the card was declined, and lets the customer try another', async () => {
    const { body } = await pay('key-1', 49.9, 'tok_declined');
    expect(await ended(body.id)).toMatchObject({ status: 'declined', statusReason: 'cardDeclined' });
    expect(await billState()).toBe('sent');
    const second = await pay('key-2', 49.9, 'tok_visa');
    expect((await ended(second.body.id)).status).toBe('done');
  });

  it('charges and settles once although answers get lost', async () => {
    const lost: string[] = [];
    for (const [system, operation] of [[billing.provider, 'charge'] as const, [billing.engine, 'settle'] as const]) {
      system.intercept(operation, (perform, reply) => {
        const answer = perform();
        const isFirst = !lost.includes(operation);
        if (isFirst) lost.push(operation);
        reply(isFirst ? { status: 502, body: {} } : answer);
      });
    }
    const { body } = await pay('key-1');
    expect((await ended(body.id)).status).toBe('done');
    expect(lost).toEqual(['charge', 'settle']);
    expect(charges()).toHaveLength(1);
    expect(settlements()).toBe(1);
  });

  it('fails an order the provider refuses, once it is certain that nothing was charged', async () => {
    billing.provider.intercept('charge', (_perform, reply) => {
      reply({ status: 422, body: { error: 'INVALID' } });
    });
    const { body } = await pay('key-1');
    expect(await ended(body.id)).toMatchObject({ status: 'failed', statusReason: 'refusedByProvider' });
    expect(billing.provider.calls('get-charge')).toBeGreaterThanOrEqual(1);
  });

  it('stays pending while the billing engine is down, without charging, and goes through when it is back', async () => {
    billing.engine.intercept('get-invoice', (_perform, reply) => {
      reply({ status: 503, body: {} });
    });
    const { body } = await pay('key-1');
    const before = billing.engine.calls('get-invoice');
    await eventually(() => {
      expect(billing.engine.calls('get-invoice')).toBeGreaterThanOrEqual(before + 2);
    });
    expect((await billing.as(customer, `${payments}/${body.id}`)).body.status).toBe('pending');
    expect(charges()).toHaveLength(0);
    billing.engine.heal();
    expect((await ended(body.id)).status).toBe('done');
  });

  it('is not called failed by a worker that sees the bill settled by another', async () => {
    const settled = Promise.withResolvers<undefined>();
    const overtaken = Promise.withResolvers<undefined>();
    let looks = 0;
    billing.engine.intercept('get-invoice', async (perform, reply) => {
      looks += 1;
      if (looks === 1) await settled.promise;
      reply(perform());
    });
    billing.engine.intercept('settle', async (perform, reply) => {
      const answer = perform();
      settled.resolve(undefined);
      await overtaken.promise;
      reply(answer);
    });
    const { body } = await pay('key-1');
    await eventually(() => {
      expect(looks).toBe(1);
    });
    const second = billing.service.get<Commands<PaymentEntity>>(commandsToken('payment')).carry(body.id);
    await eventually(() => {
      const retried = billing.service.logs.filter((line) =>
        String(line['error.message']).startsWith('not charged again (billAlreadyPaid)'),
      );
      expect(retried).toHaveLength(1);
    });
    overtaken.resolve(undefined);
    await second;
    expect((await ended(body.id)).status).toBe('done');
    expect(charges()).toHaveLength(1);
    expect(settlements()).toBe(1);
  });

  it('has failed, not charged, when the bill could not be looked at for too long', async () => {
    const impatient = await startBilling([], { PAYMENT_ATTENTION_AFTER_MS: '1' });
    await prepare(impatient);
    impatient.engine.intercept('get-invoice', (_perform, reply) => {
      reply({ status: 503, body: {} });
    });
    const { body } = await impatient.pay(customer, orderFor(bill), 'key-1');
    expect(await ended(body.id, impatient)).toMatchObject({ status: 'failed', statusReason: 'takesTooLong' });
    expect(impatient.provider.calls('charge')).toBe(0);
    await impatient.stop();
  });

  it('needs a person when it could not be carried out for too long', async () => {
    const impatient = await startBilling([], { PAYMENT_ATTENTION_AFTER_MS: '1' });
    await prepare(impatient);
    impatient.provider.intercept('charge', (_perform, reply) => {
      reply({ status: 503, body: {} });
    });
    const { body } = await impatient.pay(customer, orderFor(bill), 'key-1');
    expect(await ended(body.id, impatient)).toMatchObject({ status: 'needsAttention', statusReason: 'takesTooLong' });
    await impatient.stop();
  });

  it.each<[string, number, string, () => object]>([
    ['another amount', 422, 'PAYMENT.AMOUNT_MISMATCH', () => orderFor(bill, 49.89)],
    [
      'another currency',
      422,
      'PAYMENT.CURRENCY_MISMATCH',
      () => ({ ...orderFor(bill), totalAmount: { unit: 'USD', value: 49.9 } }),
    ],
    ['no such bill', 404, 'BILL.NOT_FOUND', () => orderFor('INV-0')],
    ["another customer's bill", 404, 'BILL.NOT_FOUND', () => orderFor('INV-1')],
    ['a body that breaks rules', 400, 'REQUEST.INVALID', () => ({ ...orderFor(bill), paymentItem: [] })],
  ])('refuses %s', async (_what, status, code, order) => {
    const answer = await billing.pay(customer, order(), 'key-1');
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await events()).toEqual([]);
  });

  it('needs an Idempotency-Key', async () => {
    const { status, body } = await pay('');
    expect([status, body.code]).toEqual([400, 'IDEMPOTENCY.KEY_MISSING']);
  });

  it('refuses to pay a bill on hold', async () => {
    billing.engine.put(invoice({ invoiceNo: bill, customerNo: customer, total: '1.00', open: '1.00' }));
    const { status, body } = await pay('key-1');
    expect([status, body.code]).toEqual([409, 'BILL.ON_HOLD']);
  });

  it('lists payments by bill and status, and shows no card', async () => {
    const { body } = await pay('key-1', 49.9, 'tok_secret_card');
    await ended(body.id);
    const list = await billing.as(customer, `${payments}?paymentItem.item.id=${bill}&status=done`);
    expect(list.list).toHaveLength(1);
    expect(list.text).not.toContain('tok_secret_card');
    expect(JSON.stringify(billing.service.logs)).not.toContain('tok_secret_card');
    const kept: unknown = await billing.service.dataSource.query(
      'select 1 from payment where instrument_token is not null',
    );
    expect(kept).toEqual([]);
    const unknown = await billing.as(customer, `${payments}/not-a-uuid`);
    expect([unknown.status, unknown.body.code]).toEqual([404, 'PAYMENT.NOT_FOUND']);
  });
});
