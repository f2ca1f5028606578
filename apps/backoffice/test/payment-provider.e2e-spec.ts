import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type Backoffice, startBackoffice } from './backoffice.ts';

describe('the payment provider', () => {
  let backoffice: Backoffice;

  beforeAll(async () => {
    backoffice = await startBackoffice({ CUSTOMERS: '0' });
  });
  afterAll(() => backoffice.stop());

  const charge = (key: string, change: Record<string, unknown> = {}): Promise<Answer> =>
    backoffice.send(
      'POST',
      '/payment-provider/charges',
      { reference: 'INV-1', amountMinor: 4990, currency: 'EUR', instrument: { token: 'tok_visa' }, ...change },
      { 'idempotency-key': key },
    );

  it('captures once and gives the same answer to the same key', async () => {
    const first = await charge('once');
    expect(first).toMatchObject({
      status: 201,
      body: { state: 'captured', reference: 'INV-1', amountMinor: 4990, currency: 'EUR' },
    });
    const second = await charge('once');
    expect(second).toMatchObject({ status: 201, body: first.body });
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect((await backoffice.get('/payment-provider/charges/once')).body).toEqual(first.body);
  });

  it('captures once when the same charge arrives many times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 16 }, () => charge('many', { reference: 'INV-many' })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    const { body } = await backoffice.get('/payment-provider/charges?reference=INV-many');
    expect((body as { items: unknown[] }).items).toHaveLength(1);
  });

  it('refuses a key that was used for something else', async () => {
    await charge('used');
    expect(await charge('used', { amountMinor: 1 })).toMatchObject({
      status: 422,
      body: { error: 'IDEMPOTENCY_KEY_REUSED' },
    });
  });

  it('declines the card made for it, and sticks to that', async () => {
    const declined = { instrument: { token: 'tok_declined' } };
    expect((await charge('declined', declined)).body).toMatchObject({ state: 'declined', reason: 'card_declined' });
    expect((await charge('declined', declined)).body).toMatchObject({ state: 'declined' });
  });

  it('refuses a charge without a key, and one that is no charge', async () => {
    const order = { reference: 'r', amountMinor: 1, currency: 'EUR', instrument: { token: 't' } };
    expect(await backoffice.send('POST', '/payment-provider/charges', order)).toMatchObject({ status: 400 });
    expect(await charge('fraction', { amountMinor: 49.9 })).toMatchObject({ status: 400 });
    expect(await charge('negative', { amountMinor: -1 })).toMatchObject({ status: 400 });
    expect(await backoffice.get('/payment-provider/charges/fraction')).toMatchObject({ status: 404 });
  });
});
