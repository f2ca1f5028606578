import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser } from './support/browser.ts';
import { FakeIssuer } from './support/fake-issuer.ts';
import { startGateway, type GatewayUnderTest } from './support/gateway-under-test.ts';

let gateway: GatewayUnderTest;
let issuer: FakeIssuer;

beforeAll(async () => {
  // The one the issuer signs in.
  gateway = await startGateway({ SYNTHETIC_CUSTOMERS: 'C-0001 C-1001' });
  issuer = await FakeIssuer.create('http://localhost:8080/identity', 'test-client-secret');
});
beforeEach(() => {
  gateway.reset();
  gateway.identity.handler = issuer.handler;
});
afterAll(() => gateway.stop());

async function signedIn(): Promise<Browser> {
  const browser = new Browser(gateway.url);
  await browser.visit('/sign-in?return=/assets/nothing');
  return browser;
}

const payment = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };

describe('a synthetic customer', () => {
  it('sees what customers see, and is no traffic that anything is judged by', async () => {
    const browser = await signedIn();
    gateway.migration.on('legacy', { shadow: true });
    expect((await browser.ask('/invoices')).status).toBe(200);
    expect(gateway.migration.recorded).toEqual([]);
    expect(gateway.migration.asking).toBe(0);
    expect(gateway.migration.offered).toEqual([]);
  });

  it('can change nothing, on either side', async () => {
    const browser = await signedIn();
    for (const side of ['new', 'legacy'] as const) {
      gateway.migration.on(side);
      const response = await browser.ask(side === 'new' ? '/tmf-api/payment' : '/invoices/1/pay', payment);
      expect(response.status).toBe(403);
      expect(await response.text()).toContain('EDGE.SYNTHETIC_CUSTOMER');
    }
    expect(gateway.billing.seen).toEqual([]);
    expect(gateway.legacy.seen).toEqual([]);
  });

  it('is known by the session alone: anybody else is counted and may do things', async () => {
    const browser = new Browser(gateway.url);
    const headers = { ...payment.headers, 'x-synthetic': 'C-1001', 'x-customer': 'C-1001' };
    expect((await browser.ask('/tmf-api/payment', { ...payment, headers })).status).toBe(200);
    expect(gateway.migration.recorded).toHaveLength(1);
  });
});
