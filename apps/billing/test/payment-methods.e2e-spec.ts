import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Billing, startBilling } from './start-billing.ts';

jest.setTimeout(60_000);

const methods = '/tmf-api/paymentMethod/v4/paymentMethod';

describe('payment methods', () => {
  let billing: Billing;

  beforeAll(async () => {
    billing = await startBilling([], { PAYMENT_PROVIDER_TIMEOUT_MS: '3000' });
    billing.provider.instruments.set('C-1', [
      { token: 'tok_a', brand: 'Visa', lastFour: '4242', validUntil: '2028-02', usual: true },
      { token: 'tok_b', lastFour: '0002' },
    ]);
    billing.provider.instruments.set('C-2', [{ token: 'tok_c', lastFour: '1111' }]);
  });
  afterEach(() => billing.provider.heal());
  afterAll(() => billing.stop());

  it('are the cards the provider keeps for the customer, good to the last instant of their month', async () => {
    const { status, list } = await billing.as('C-1', methods);
    expect(status).toBe(200);
    expect(list).toEqual([
      expect.objectContaining({
        id: 'tok_a',
        href: `${methods}/tok_a`,
        brand: 'Visa',
        lastFourDigits: '4242',
        expirationDate: '2028-02-29T23:59:59.999Z',
        preferred: true,
        '@type': 'BankCard',
      }),
      expect.objectContaining({ id: 'tok_b', lastFourDigits: '0002', preferred: false }),
    ]);
  });

  it("are nobody else's to see", async () => {
    expect((await billing.as('C-1', `${methods}/tok_b`)).status).toBe(200);
    const other = await billing.as('C-1', `${methods}/tok_c`);
    expect([other.status, other.body.code]).toEqual([404, 'PAYMENT_METHOD.NOT_FOUND']);
  });

  it('are not there while the provider is away, and not made up', async () => {
    billing.provider.hang();
    expect((await billing.as('C-1', methods)).status).toBe(503);
  });

  it('with a shape nobody agreed on are not shown', async () => {
    billing.provider.instruments.set('C-3', [{ token: 'tok_d', number: '4111111111111111' }]);
    const { status, text } = await billing.as('C-3', methods);
    expect(status).toBe(503);
    expect(text).not.toContain('4111');
  });
});
