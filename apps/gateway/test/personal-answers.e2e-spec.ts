import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser } from './support/browser.ts';
import { FakeIssuer } from './support/fake-issuer.ts';
import { startGateway, type GatewayUnderTest } from './support/gateway-under-test.ts';

const notKept = 'private, no-store';

describe('what is answered to somebody', () => {
  let gateway: GatewayUnderTest;
  let issuer: FakeIssuer;
  let customer: Browser;
  let held: Browser;

  beforeAll(async () => {
    const session = { cookies: ['LPSESSION'], signOut: { path: '/signout' }, static: ['/img'] };
    gateway = await startGateway({}, {}, { 'legacy-portal': { session, bridge: { mode: 'off' } } });
    issuer = await FakeIssuer.create('http://localhost:8080/identity', 'test-client-secret');
  });
  beforeEach(async () => {
    gateway.reset();
    gateway.identity.handler = issuer.handler;
    customer = new Browser(gateway.url);
    await customer.visit('/sign-in?return=/session');
    held = new Browser(gateway.url, new Map([['LPSESSION', 'of somebody']]));
  });
  afterAll(() => gateway.stop());

  const kept = async (browser: Browser, path: string): Promise<string | null> =>
    (await browser.ask(path)).headers.get('cache-control');
  const say = (headers: Record<string, string>, status = 200): void => {
    for (const upstream of [gateway.portal, gateway.billing, gateway.legacy])
      upstream.handler = (_request, response) => response.writeHead(status, headers).end('an answer');
  };

  it.each([
    ['a page of the new side', '/invoices'],
    ['an answer of its services', '/tmf-api/bills'],
    ['a page of the old side', '/old-page'],
  ])('is kept by nobody: %s', async (_what, path) => {
    for (const status of [200, 302, 404, 500]) {
      say(status === 302 ? { location: '/elsewhere' } : {}, status);
      gateway.migration.on('new', { fallback: false });
      expect([status, await kept(customer, path)]).toEqual([status, notKept]);
    }
  });

  it('is kept by nobody either where only the old side knows them', async () => {
    say({});
    expect(await kept(held, '/old-page')).toBe(notKept);
  });

  it.each<Record<string, string>>([
    { 'cache-control': 'private, max-age=60' },
    { 'cache-control': 'no-cache' },
    { expires: 'Thu, 01 Jan 2099 00:00:00 GMT' },
    { 'last-modified': 'Sun, 01 Nov 2026 00:00:00 GMT' },
  ])('is kept as its maker says: %j', async (headers) => {
    say(headers);
    for (const path of ['/invoices', '/old-page'])
      expect(await kept(customer, path)).toBe(headers['cache-control'] ?? null);
  });

  it('has nothing said of it where it is the same for everybody', async () => {
    say({});
    expect(await kept(customer, '/assets/app.js')).toBeNull();
    expect(await kept(held, '/img/logo.png')).toBeNull();
    expect(await kept(new Browser(gateway.url), '/invoices')).toBeNull();
  });
});
