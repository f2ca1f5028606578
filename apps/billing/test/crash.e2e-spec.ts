import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually, temporaryDatabase, type TemporaryDatabase, TokenIssuer } from '@wellspring/testing';
import { BuiltBilling } from './built-billing.ts';
import { BillingEngineFake } from './fakes/billing-engine.fake.ts';
import type { FakeServer } from '@wellspring/testing';
import { invoice } from './fakes/invoices.ts';
import { PaymentProviderFake } from './fakes/payment-provider.fake.ts';
import { type Answer, ask, bills, orderFor, payments, withToken } from './start-billing.ts';

jest.setTimeout(180_000);

describe('a payment whose process is killed', () => {
  const engine = new BillingEngineFake();
  const provider = new PaymentProviderFake();
  let issuer: TokenIssuer;
  let database: TemporaryDatabase;
  let billing: BuiltBilling;
  let tests = 0;

  beforeAll(async () => {
    [issuer, database] = await Promise.all([TokenIssuer.start('billing'), temporaryDatabase('billing_crash')]);
    await Promise.all([engine.start(), provider.start()]);
    billing = await BuiltBilling.build({
      DATABASE_URL: database.url,
      JWKS_URL: issuer.jwksUrl,
      BILLING_ENGINE_URL: engine.url,
      PAYMENT_PROVIDER_URL: provider.url,
      PUBLIC_URL: 'http://localhost:8080',
      OPERATOR_JWKS_URL: issuer.jwksUrl,
      JOBS_POLL_INTERVAL_MS: '500',
      JOBS_SUPERVISE_INTERVAL_SECONDS: '1',
    });
    await billing.start();
  });

  afterAll(async () => {
    await billing.remove();
    await Promise.all([issuer.stop(), engine.stop(), provider.stop()]);
    await database.drop();
  });

  const as = async (customer: string, path: string, init: RequestInit = {}): Promise<Answer> => {
    const token = await issuer.tokenFor(customer);
    return ask(`${billing.url}${path}`, { ...init, headers: withToken(init, token) });
  };

  const pay = (customer: string, bill: string): Promise<Answer> =>
    as(customer, payments, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'the-key' },
      body: JSON.stringify(orderFor(bill)),
    });

  /** Kills the process when it asks for the operation: before anything has come of it, or after, with the answer lost. */
  const killDuring = (
    system: FakeServer,
    operation: string,
    moment: 'before' | 'after',
    time: 'first' | 'second' = 'first',
  ): Promise<void> =>
    new Promise((resolve, reject) => {
      let calls = 0;
      system.intercept(operation, async (perform, reply) => {
        calls += 1;
        if (time === 'second' && calls === 1) {
          reply(perform());
          return;
        }
        system.heal();
        if (moment === 'after') perform();
        await billing.kill().then(resolve, reject);
      });
    });

  it.each<[string, () => Promise<void>]>([
    ['right after it was accepted', () => Promise.resolve()],
    ['while it looks at the bill', () => killDuring(engine, 'get-invoice', 'before')],
    ['before the provider has charged', () => killDuring(provider, 'charge', 'before')],
    ['when the provider has charged and the answer is lost', () => killDuring(provider, 'charge', 'after')],
    ['before the engine has settled', () => killDuring(engine, 'settle', 'before')],
    ['when the engine has settled and the answer is lost', () => killDuring(engine, 'settle', 'after')],
    ['while it looks at the settled bill', () => killDuring(engine, 'get-invoice', 'before', 'second')],
  ])('%s is charged and settled exactly once', async (_moment, killed) => {
    tests += 1;
    const [customer, bill] = [`C-${tests}`, `INV-${tests}`];
    engine.put(invoice({ invoiceNo: bill, customerNo: customer }));
    await eventually(
      async () => {
        expect((await as(customer, `${bills}/${bill}`)).status).toBe(200);
      },
      { timeoutMs: 60_000 },
    );

    const death = killed();
    const { status, body } = await pay(customer, bill);
    expect(status).toBe(201);
    await death;
    await billing.kill();
    await billing.start();

    await eventually(
      async () => {
        expect((await as(customer, `${payments}/${body.id}`)).body.status).toBe('done');
      },
      { timeoutMs: 120_000, intervalMs: 200 },
    );
    expect(provider.charges.filter(({ reference }) => reference === body.id)).toHaveLength(1);
    expect(provider.charges.length).toBe(tests);
    expect([...engine.settlements.values()].filter(({ invoiceNo }) => invoiceNo === bill)).toHaveLength(1);
    expect((await as(customer, `${bills}/${bill}`)).body.state).toBe('settled');
    expect((await pay(customer, bill)).body.id).toBe(body.id);
  });

  it('prints a bill, which takes files that lie beside the bundle', async () => {
    const { status, headers } = await as('C-1', `${bills}/INV-1/document`);
    expect([status, headers.get('content-type')]).toEqual([200, 'application/pdf']);
  });
});
