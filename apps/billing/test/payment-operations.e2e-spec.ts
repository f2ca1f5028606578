import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually, TokenIssuer } from '@wellspring/testing';
import { invoice } from './fakes/invoices.ts';
import {
  type Answer,
  ask,
  type Billing,
  bills,
  operationsToken,
  orderFor,
  payments,
  startBilling,
} from './start-billing.ts';

jest.setTimeout(120_000);

const operations = '/operations/v1/payments';
const script = join(import.meta.dirname, '../../../tools/payments/payments.ts');
const execute = promisify(execFile);

describe('payments that need a person', () => {
  let billing: Billing;
  let identity: TokenIssuer;
  let tests = 0;
  let customer: string;
  let bill: string;

  beforeAll(async () => {
    identity = await TokenIssuer.start('urn:wellspring:operations');
    billing = await startBilling([], { OPERATOR_JWKS_URL: identity.jwksUrl });
  });

  afterAll(async () => {
    await billing.stop();
    await identity.stop();
  });

  beforeEach(async () => {
    billing.engine.heal();
    billing.provider.heal();
    tests += 1;
    [customer, bill] = [`C-${tests}`, `INV-${tests}`];
    billing.engine.put(invoice({ invoiceNo: bill, customerNo: customer }));
    await billing.sync();
  });

  const pay = async (key = 'key-1'): Promise<string> =>
    (await billing.pay(customer, orderFor(bill), `${customer}-${key}`)).body.id;

  const comesTo = (id: string, status: string): Promise<Answer['body']> =>
    eventually(
      async () => {
        const { body } = await billing.as(customer, `${payments}/${id}`);
        expect(body.status).toBe(status);
        return body;
      },
      { timeoutMs: 30_000 },
    );

  /** Charged, and the engine will not have it. */
  const chargedAndRefused = async (): Promise<string> => {
    billing.engine.intercept('settle', (_perform, reply) => {
      reply({ status: 422, body: { error: 'AMOUNT_MISMATCH' } });
    });
    const id = await pay();
    await comesTo(id, 'needsAttention');
    return id;
  };

  /** The provider was asked, did not answer, and then refused. */
  const perhapsCharged = async (): Promise<string> => {
    let tries = 0;
    billing.provider.intercept('charge', (_perform, reply, drop) => {
      tries += 1;
      if (tries === 1) drop();
      else reply({ status: 422, body: { error: 'INVALID' } });
    });
    const id = await pay();
    await comesTo(id, 'needsAttention');
    return id;
  };

  const chargeOf = (id: string): string =>
    billing.provider.charges.find(({ reference }) => reference === id)?.chargeId ?? 'none';

  it('are listed with what is known and what can be decided, and without the card', async () => {
    const id = await chargedAndRefused();
    const { items, total } = await billing.operate<{ items: { id: string }[]; total: number }>('GET', operations);
    expect(total).toBeGreaterThanOrEqual(1);
    const listed = items.find((item) => item.id === id);
    expect(listed).toMatchObject({
      customerId: customer,
      billId: bill,
      amount: { unit: 'EUR', value: 49.9 },
      state: 'needsAttention',
      reason: 'chargedButNotSettled',
      charge: { reference: chargeOf(id) },
      actions: ['retry', 'mark-paid', 'give-back'],
    });
    expect(JSON.stringify(items)).not.toContain('customer:C-');
  });

  it('go on when an operator says so', async () => {
    const id = await chargedAndRefused();
    billing.engine.heal();
    await billing.decide(id, 'retry', { reason: 'the engine is mended' });
    await comesTo(id, 'done');
    expect((await billing.as(customer, `${bills}/${bill}`)).body.state).toBe('settled');
    expect(billing.provider.charges.filter(({ reference }) => reference === id)).toHaveLength(1);
    const { history } = await billing.seenByOperators(id);
    expect(history).toMatchObject([
      {
        action: 'retry',
        operator: 'break-glass (jane)',
        reason: 'the engine is mended',
        problem: 'chargedButNotSettled',
        ledTo: 'pending',
      },
    ]);
  });

  it('can be tried again as often as it takes', async () => {
    const id = await chargedAndRefused();
    await billing.decide(id, 'retry', { reason: 'first try' });
    await eventually(async () => {
      expect((await billing.seenByOperators(id)).state).toBe('needsAttention');
    });
    billing.engine.heal();
    await billing.decide(id, 'retry', { reason: 'second try' });
    await comesTo(id, 'done');
    expect((await billing.seenByOperators(id)).history).toHaveLength(2);
  });

  it('are settled when an operator has found the charge at the provider', async () => {
    const id = await perhapsCharged();
    const missing = await billing.tryToDecide(id, 'mark-paid', { reason: 'the provider says so' });
    expect([missing.status, missing.body.code]).toEqual([422, 'PAYMENT.REFERENCE_MISSING']);
    await billing.decide(id, 'mark-paid', { reason: 'the provider says so', chargeReference: 'ch_found' });
    await comesTo(id, 'done');
    expect(billing.engine.settlements.get(id)).toMatchObject({ invoiceNo: bill });
    expect((await billing.seenByOperators(id)).charge).toMatchObject({ reference: 'ch_found' });
  });

  it('are done at once when an operator has booked them at the engine as well', async () => {
    const id = await chargedAndRefused();
    const other = { reason: 'booked by hand', chargeReference: 'ch_other' };
    expect((await billing.tryToDecide(id, 'mark-paid', other)).body.code).toBe('PAYMENT.CHARGE_DIFFERS');
    await billing.decide(id, 'mark-paid', { reason: 'booked by hand', settlementReference: 'S-manual' });
    expect(await billing.seenByOperators(id)).toMatchObject({ state: 'done', settlementReference: 'S-manual' });
    expect((await billing.as(customer, `${bills}/${bill}`)).text).toContain(id);
  });

  it('are given back, and the bill can be paid again', async () => {
    const id = await chargedAndRefused();
    const unsaid = await billing.tryToDecide(id, 'give-back', { reason: 'the customer called' });
    expect([unsaid.status, unsaid.body.code]).toEqual([422, 'PAYMENT.REFERENCE_MISSING']);
    expect(unsaid.text).toContain(chargeOf(id));
    billing.engine.heal();
    expect((await billing.pay(customer, orderFor(bill), 'early')).body.code).toBe('PAYMENT.IN_PROGRESS');
    await billing.decide(id, 'give-back', { reason: 'the customer called', refundReference: 're_1' });
    expect(await comesTo(id, 'refunded')).toMatchObject({ statusReason: 'givenBack' });
    await comesTo(await pay('again'), 'done');
  });

  it('are released when nothing was taken, once the provider confirms it', async () => {
    const id = await perhapsCharged();
    await billing.decide(id, 'give-back', { reason: 'nothing at the provider' });
    expect(await comesTo(id, 'failed')).toMatchObject({ statusReason: 'notCharged' });
    billing.provider.heal();
    await comesTo(await pay('again'), 'done');
  });

  it('are not released when the provider knows of a charge after all', async () => {
    let chargeLate: () => unknown = () => undefined;
    let tries = 0;
    billing.provider.intercept('charge', (perform, reply, drop) => {
      chargeLate = perform;
      tries += 1;
      if (tries === 1) drop();
      else reply({ status: 422, body: {} });
    });
    const id = await pay();
    await comesTo(id, 'needsAttention');
    chargeLate();
    const { status, body, text } = await billing.tryToDecide(id, 'give-back', { reason: 'nothing at the provider' });
    expect([status, body.code]).toEqual([422, 'PAYMENT.REFERENCE_MISSING']);
    expect(text).toContain(chargeOf(id));
    expect((await billing.seenByOperators(id)).state).toBe('needsAttention');
  });

  it('are decided once: the same again changes nothing, anything else is told who decided', async () => {
    const id = await chargedAndRefused();
    const giveBack = { reason: 'the customer called', refundReference: 're_1' };
    const answers = await Promise.all([
      ...[1, 2, 3].map(() => billing.tryToDecide(id, 'give-back', giveBack)),
      billing.tryToDecide(id, 'mark-paid', { reason: 'booked by hand', settlementReference: 'S-9' }),
    ]);
    const [refused = [], taken = []] = [409, 200].map((status) => answers.filter((answer) => answer.status === status));
    expect(refused.length + taken.length).toBe(4);
    expect([1, 3]).toContain(taken.length);
    expect(refused[0]?.body).toMatchObject({ code: 'PAYMENT.NEEDS_NO_ATTENTION' });
    expect(refused[0]?.text).toMatch(/break-glass \(jane\) decided (give-back|mark-paid) at 2/);
    expect((await billing.seenByOperators(id)).history).toHaveLength(1);
  });

  it('are shown and decided from a terminal', async () => {
    const id = await chargedAndRefused();
    const run = async (...args: string[]): Promise<string> => {
      const env = { PAYMENTS_TOKEN: operationsToken, PAYMENTS_URL: billing.service.managementUrl };
      const options = ['--disable-warning=ExperimentalWarning', script, ...args, '--as', 'jane'];
      return (await execute(process.execPath, options, { env })).stdout;
    };
    expect(await run('list')).toMatch(new RegExp(`^${id} +${customer} +${bill} +49.90 EUR +needsAttention`, 'm'));
    const refused = run('give-back', id, '--reason', 'the customer called');
    await expect(refused).rejects.toMatchObject({ code: 3, stderr: expect.stringContaining('Refused: ') });
    const decided = await run('give-back', id, '--refund', 're_1', '--reason', 'the customer called');
    expect(decided).toMatch(/^state +refunded since /m);
    expect(decided).toMatch(
      /give-back re_1 +chargedButNotSettled → refunded +break-glass \(jane\) +the customer called/,
    );
  });

  it('leave an audit that nobody can change', async () => {
    const id = await chargedAndRefused();
    await billing.decide(id, 'give-back', { reason: 'the customer called', refundReference: 're_1' });
    const { items } = await billing.operate<{ items: object[] }>('GET', '/operations/v1/payment-resolutions?limit=1');
    expect(items).toMatchObject([{ paymentId: id, action: 'give-back', details: { refundReference: 're_1' } }]);
    const { dataSource } = billing.service;
    for (const change of ["update payment_resolution set reason = ''", 'delete from payment_resolution']) {
      await expect(dataSource.query(change)).rejects.toThrow(/append-only|permission denied/);
    }
  });

  it('are for operators only', async () => {
    const url = `${billing.service.managementUrl}${operations}`;
    const withRoles = async (...roles: string[]): Promise<number> => {
      const claims = { iss: 'http://localhost:8080/identity', roles };
      const token = await identity.tokenFor('operator:jane', claims);
      return (await ask(url, { headers: { authorization: `Bearer ${token}` } })).status;
    };
    expect((await ask(url)).status).toBe(401);
    expect(await withRoles('customer')).toBe(403);
    expect(await withRoles('operator')).toBe(200);
    expect((await billing.as(customer, operations)).status).toBe(404);
  });

  it.each([
    ['no reason', {}],
    ['a reason of two lines', { reason: 'one\ntwo' }],
    ['something else', { reason: 'because', colour: 'blue' }],
  ])('are not decided with %s', async (_what, body) => {
    const id = '00000000-0000-4000-8000-000000000000';
    expect((await billing.tryToDecide(id, 'retry', body)).status).toBe(400);
    expect((await billing.tryToDecide(id, 'retry', { reason: 'because' })).body.code).toBe('PAYMENT.NOT_FOUND');
    expect((await billing.tryToDecide('nonsense', 'retry', { reason: 'because' })).status).toBe(404);
  });
});
