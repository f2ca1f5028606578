import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { MigrationUnderTest } from '../support/migration-under-test.ts';

const file = `
capabilities:
  orders:
    stage: retired
    routes:
      - { path: /index.php, query: { _route: order/package }, legacy: legacy-portal, new: portal }
  payments:
    stage: legacy
    routes:
      - { path: /pay/return, legacy: legacy-portal, crossSite: [https://pay.bank.example] }
      - { path: '/bills/:no', legacy: legacy-portal, rewrite: { legacy: '/cgi/bill/:no' } }
      - { path: /basic, legacy: legacy-portal, authorization: pass }
      - { path: /slow, legacy: legacy-portal, firstByte: 200ms }
      - { path: /api, headers: { x-tenant: b2b }, legacy: legacy-portal, new: billing }
fixed:
  - { path: /delegated-sign-in, deny: true }
  - { path: /, upstream: legacy-portal }
`;

describe('routes that an old portal needs', () => {
  let migration: MigrationUnderTest;

  beforeAll(async () => {
    migration = await MigrationUnderTest.start(file);
  });

  afterAll(async () => {
    await migration.stop();
  });

  afterEach(() => {
    migration.upstreams.legacy.reset();
  });

  function ask(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(migration.replica().url + path, { redirect: 'manual', ...init });
  }

  function asked(): (string | undefined)[] {
    return migration.upstreams.legacy.seen.map(({ url }) => url);
  }

  it.each(['/index.php?_route=order/package', '/index.php?x&%5Froute=Order%2Fpackage', '/?_route=order%252Fpackage'])(
    'leave %s to the new side once it is retired',
    async (url) => {
      expect(await migration.visit(url)).toEqual({ status: 200, text: 'portal' });
      expect(asked()).toEqual([]);
    },
  );

  it('leave other pages of the same path to the old side', async () => {
    expect((await migration.visit('/index.php?_route=help')).text).toBe('legacy');
  });

  it.each(['/delegated-sign-in', '/Delegated-Sign-In;x=1', '/delegated%2Dsign-in.', '/delegated-sign-in/more'])(
    'let nobody through to %s',
    async (url) => {
      const response = await ask(url, { headers: { accept: 'application/json' } });
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({ code: 'EDGE.DENIED' });
      expect(asked()).toEqual([]);
    },
  );

  it('take a post from another site where that site is named, and nowhere else', async () => {
    const from = (origin: string): RequestInit => ({
      method: 'POST',
      body: 'paid=1',
      headers: { origin, 'sec-fetch-site': 'cross-site', 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect((await ask('/pay/return', from('https://pay.bank.example'))).status).toBe(200);
    expect((await ask('/pay/return', from('https://evil.example'))).status).toBe(403);
    expect((await ask('/pay/other', from('https://pay.bank.example'))).status).toBe(403);
    expect(asked()).toEqual(['/pay/return']);
  });

  it('rewrite the path and keep what stands below and the query', async () => {
    await ask('/bills/7/pdf?copy=1');
    expect(asked()).toEqual(['/cgi/bill/7/pdf?copy=1']);
  });

  it('pass what a browser sends as Authorization where the route says so', async () => {
    const init = { headers: { authorization: 'Basic YTpi' } };
    await ask('/basic', init);
    await ask('/bills/7', init);
    expect(migration.upstreams.legacy.seen.map(({ headers }) => headers.authorization)).toEqual([
      'Basic YTpi',
      undefined,
    ]);
  });

  it('wait for the first byte as long as the route says', async () => {
    migration.upstreams.legacy.handler = () => undefined;
    expect((await ask('/slow')).status).toBe(504);
  });
});
