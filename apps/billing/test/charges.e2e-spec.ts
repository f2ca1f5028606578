import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@wellspring/testing';
import type { FakeServer } from '@wellspring/testing';
import { invoice } from './fakes/invoices.ts';
import { type Answer, type Billing, bills, orderFor, payments, startBilling } from './start-billing.ts';

jest.setTimeout(120_000);

const refusal = { status: 422, body: { error: 'INVALID' } };

/** The operation meets these in turn; after the last one everything is as usual. */
function inTurn(system: FakeServer, operation: string, ...turns: Parameters<FakeServer['intercept']>[1][]): void {
  system.intercept(operation, (perform, reply, drop) => {
    const turn = turns.shift();
    if (turn) return turn(perform, reply, drop);
    reply(perform());
  });
}

describe('a charge', () => {
  let billing: Billing;
  let tests = 0;
  let chargedBefore: number;
  let sentBefore: number;

  beforeAll(async () => {
    billing = await startBilling([], { PAYMENT_PROVIDER_TIMEOUT_MS: '500' });
  });

  afterAll(() => billing.stop());

  beforeEach(() => {
    billing.engine.heal();
    billing.provider.heal();
  });

  const pay = async (at = billing): Promise<Answer['body']> => {
    tests += 1;
    at.engine.put(invoice({ invoiceNo: `INV-${tests}`, customerNo: `C-${tests}` }));
    await at.sync();
    chargedBefore = at.provider.charges.length;
    sentBefore = at.provider.calls('charge');
    const { body } = await at.pay(`C-${tests}`, orderFor(`INV-${tests}`), `key-${tests}`);
    return body;
  };

  const ended = (id: string, at = billing): Promise<Answer['body']> =>
    eventually(
      async () => {
        const { body } = await at.as(`C-${tests}`, `${payments}/${id}`);
        expect(body.status).not.toBe('pending');
        return body;
      },
      { timeoutMs: 60_000 },
    );

  const charged = (at = billing): number => at.provider.charges.length - chargedBefore;
  const sent = (at = billing): number => at.provider.calls('charge') - sentBefore;

  it.each<[string, Parameters<FakeServer['intercept']>[1]]>([
    [
      'fails',
      (perform, reply) => {
        perform();
        reply({ status: 500, body: {} });
      },
    ],
    [
      'breaks the connection',
      (perform, _reply, drop) => {
        perform();
        drop();
      },
    ],
    ['never answers', (perform) => void perform()],
    [
      'answers with something else',
      (perform, reply) => {
        perform();
        reply({ status: 201, body: { charge: 'yes' } });
      },
    ],
  ])('is found by its key and not sent again when the provider has charged and %s', async (_what, turn) => {
    inTurn(billing.provider, 'charge', turn);
    const { id } = await pay();
    expect((await ended(id)).status).toBe('done');
    expect([sent(), charged()]).toEqual([1, 1]);
  });

  it('is sent again under the same key, after a look at the bill, when nothing is known of it', async () => {
    inTurn(
      billing.provider,
      'charge',
      (_perform, _reply, drop) => {
        drop();
      },
      (_perform, reply) => {
        reply({ status: 503, body: {} });
      },
    );
    const looks = billing.engine.calls('get-invoice');
    const { id } = await pay();
    expect((await ended(id)).status).toBe('done');
    expect([sent(), charged()]).toEqual([3, 1]);
    expect(billing.provider.calls('get-charge')).toBeGreaterThanOrEqual(2);
    expect(billing.engine.calls('get-invoice') - looks).toBe(4);
  });

  it('that the provider makes late is made once', async () => {
    let chargeLate: () => unknown = () => undefined;
    inTurn(billing.provider, 'charge', (perform) => {
      chargeLate = perform;
    });
    billing.provider.intercept('get-charge', (perform, reply) => {
      reply(perform());
      chargeLate();
    });
    const { id } = await pay();
    expect((await ended(id)).status).toBe('done');
    expect([sent(), charged()]).toEqual([2, 1]);
  });

  it('that was refused once and never answered has failed, for nothing was taken', async () => {
    inTurn(billing.provider, 'charge', (_perform, reply) => {
      reply(refusal);
    });
    const { id } = await pay();
    expect(await ended(id)).toMatchObject({ status: 'failed', statusReason: 'refusedByProvider' });
    expect([sent(), charged()]).toEqual([1, 0]);
  });

  it('that is refused after one that was not answered has not failed: the first may still be made', async () => {
    let chargeLate: () => unknown = () => undefined;
    inTurn(
      billing.provider,
      'charge',
      (perform, _reply, drop) => {
        chargeLate = perform;
        drop();
      },
      (_perform, reply) => {
        reply(refusal);
      },
    );
    const { id } = await pay();
    expect(await ended(id)).toMatchObject({ status: 'needsAttention', statusReason: 'chargeUnknown' });
    chargeLate();
    expect(charged()).toBe(1);
    await billing.decide(id, 'retry', { reason: 'the provider shows a charge' });
    expect((await ended(id)).status).toBe('done');
    expect([sent(), charged()]).toEqual([2, 1]);
  });

  it('is not made when the bill was paid elsewhere after a first one was not answered', async () => {
    inTurn(billing.provider, 'charge', (_perform, _reply, drop) => {
      billing.engine.payElsewhere(`INV-${tests}`);
      drop();
    });
    const { id } = await pay();
    await eventually(() => {
      expect(billing.service.logs.map((line) => line['error.message'])).toContain(
        'not charged again (billAlreadyPaid), but an earlier charge is not answered yet',
      );
    });
    expect([sent(), charged()]).toEqual([1, 0]);
    expect((await billing.as(`C-${tests}`, `${payments}/${id}`)).body.status).toBe('pending');
  });

  it('is never sent under a key that the provider may have forgotten', async () => {
    // A minute is kept for clocks that differ: the key may be used for half a second.
    const forgetful = await startBilling([], {
      PAYMENT_PROVIDER_TIMEOUT_MS: '500',
      PAYMENT_PROVIDER_KEY_LIFETIME_MS: '61000',
    });
    inTurn(forgetful.provider, 'charge', (perform, _reply, drop) => {
      perform();
      forgetful.provider.forgetKeys();
      drop();
    });
    const { id } = await pay(forgetful);
    expect(await ended(id, forgetful)).toMatchObject({ status: 'needsAttention', statusReason: 'chargeUnknown' });
    await forgetful.decide(id, 'retry', { reason: 'tried again' });
    await eventually(async () => {
      const { history } = await forgetful.seenByOperators(id);
      expect(history).toHaveLength(1);
      expect((await forgetful.as(`C-${tests}`, `${payments}/${id}`)).body.status).toBe('needsAttention');
    });
    expect([sent(forgetful), charged(forgetful)]).toEqual([1, 1]);
    await forgetful.stop();
  });

  it('that provably never left has failed when it takes too long', async () => {
    const impatient = await startBilling([], { PAYMENT_ATTENTION_AFTER_MS: '1' });
    await impatient.provider.stop();
    const { id } = await pay(impatient);
    expect(await ended(id, impatient)).toMatchObject({ status: 'failed', statusReason: 'takesTooLong' });
    await impatient.provider.start();
    await impatient.stop();
  });

  it('of another order under the same key is not taken for this one', async () => {
    billing.provider.intercept('charge', (perform, _reply, drop) => {
      const charge = perform().body as { amountMinor: number };
      charge.amountMinor += 1;
      drop();
    });
    const { id } = await pay();
    await eventually(() => {
      expect(sent()).toBe(1);
    });
    const asked = billing.provider.calls('get-charge');
    await eventually(() => {
      expect(billing.provider.calls('get-charge')).toBeGreaterThan(asked);
    });
    expect((await billing.as(`C-${tests}`, `${payments}/${id}`)).body.status).toBe('pending');
    expect((await billing.as(`C-${tests}`, `${bills}/INV-${tests}`)).body.state).toBe('sent');
    expect(sent()).toBe(1);
  });
});
