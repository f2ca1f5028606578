import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createService, MemorySink, type Service } from '@wellspring/platform';
import { eventually, faultProxy, type FaultProxy } from '@wellspring/testing';
import { gatewayWith } from '../src/service.ts';
import { ProviderSignOut } from '../src/session/provider-sign-out.ts';
import { SessionStore } from '../src/session/session.store.ts';
import { Browser } from './support/browser.ts';
import { FakeIssuer } from './support/fake-issuer.ts';
import { startGateway, type GatewayUnderTest } from './support/gateway-under-test.ts';

let gateway: GatewayUnderTest;
let issuer: FakeIssuer;

beforeAll(async () => {
  gateway = await startGateway();
  issuer = await FakeIssuer.create('http://localhost:8080/identity', 'test-client-secret');
});
beforeEach(() => {
  gateway.reset();
  gateway.identity.handler = issuer.handler;
});
afterAll(() => gateway.stop());

async function signedIn(): Promise<Browser> {
  const browser = new Browser(gateway.url);
  await browser.visit('/sign-in');
  expect((await browser.session()).customer?.id).toBe('C-1001');
  return browser;
}

const customerOf = async (browser: Browser): Promise<string | undefined> => (await browser.session()).customer?.id;

function tell(logoutToken: string): Promise<Response> {
  const body = new URLSearchParams({ logout_token: logoutToken });
  return fetch(`${gateway.managementUrl}/back-channel-logout`, { method: 'POST', body });
}

describe('the back channel', () => {
  it('ends the session the provider names, and no other', async () => {
    const other = await signedIn();
    const browser = await signedIn();
    const answer = await tell(await issuer.logoutToken({ sub: 'C-1001', sid: issuer.lastSession }));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await customerOf(browser)).toBeUndefined();
    expect(await customerOf(other)).toBe('C-1001');
  });

  it('ends every session of a person when it names no session, but not those of later', async () => {
    const browsers = [await signedIn(), await signedIn()];
    expect((await tell(await issuer.logoutToken({ sub: 'C-1001' }))).status).toBe(200);
    for (const browser of browsers) expect(await customerOf(browser)).toBeUndefined();
    // In the same millisecond nobody could tell before from after.
    await eventually(async () => {
      const again = new Browser(gateway.url);
      await again.visit('/sign-in');
      expect(await customerOf(again)).toBe('C-1001');
    });
  });

  it.each([
    ['for somebody else', { aud: 'console' }],
    ['of another issuer', { iss: 'https://evil.example' }],
    ['that is an ID token', { nonce: 'n' }],
    ['without the event', { events: { other: {} } }],
    ['that names nobody', { sub: undefined, sid: undefined }],
    ['of long ago', { iat: Math.floor(Date.now() / 1_000) - 3_600 }],
    ['without an id of its own', { jti: undefined }],
  ])('believes no token %s', async (_what, claims) => {
    const browser = await signedIn();
    const token = await issuer.logoutToken({ sub: 'C-1001', sid: issuer.lastSession, ...claims });
    const answer = await tell(token);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: 'invalid_request' });
    expect(await customerOf(browser)).toBe('C-1001');
  });

  it('believes no token another key signed, and nothing that is none', async () => {
    const forger = await FakeIssuer.create('http://localhost:8080/identity', 'test-client-secret');
    expect((await tell(await forger.logoutToken({ sub: 'C-1001' }))).status).toBe(400);
    expect((await tell('a.b.c')).status).toBe(400);
    expect((await fetch(`${gateway.managementUrl}/back-channel-logout`, { method: 'POST' })).status).toBe(400);
  });

  it('is not there for customers', async () => {
    const token = await issuer.logoutToken({ sub: 'C-1001' });
    const browser = await signedIn();
    await fetch(`${gateway.url}/back-channel-logout`, {
      method: 'POST',
      body: new URLSearchParams({ logout_token: token }),
    });
    expect(await customerOf(browser)).toBe('C-1001');
  });
});

describe("the provider's session", () => {
  const sessionOf = async (): Promise<string> => {
    const [newest] = await gateway.running.get(SessionStore).ofCustomer('C-1001');
    return newest?.id ?? '';
  };

  it('is ended from server to server, with nothing left to do for the browser', async () => {
    await signedIn();
    await gateway.running.get(ProviderSignOut).end(await sessionOf());
    expect(issuer.revoked).toEqual([`refresh-${issuer.lastSession}`]);
  });

  it('is known to wait while the provider is away, and to be ended no more once it is', async () => {
    const store = gateway.running.get(SessionStore);
    await signedIn();
    const sessionId = await sessionOf();
    await store.revoke(sessionId, Date.now() + 60_000);
    gateway.identity.handler = (_request, response) => response.destroy();
    await gateway.running.get(ProviderSignOut).end(sessionId);
    expect(await store.endedHereOnly(10)).toContain(sessionId);
    gateway.identity.handler = issuer.handler;
    await gateway.running.get(ProviderSignOut).end(sessionId);
    expect(await store.endedHereOnly(10)).not.toContain(sessionId);
  });
});

describe('a replica that starts', () => {
  let proxy: FaultProxy;
  let replica: Service;

  beforeEach(async () => {
    proxy = await faultProxy({ target: gateway.env['DATABASE_URL'] ?? '' });
  });
  afterEach(async () => {
    await replica.stop();
    await proxy.close();
  });

  async function start(): Promise<void> {
    const ports = { PORT: '0', MANAGEMENT_PORT: '0', HOST: '127.0.0.1' };
    const fast = { SHUTDOWN_PROPAGATION_MS: '0', SHUTDOWN_IDLE_GRACE_MS: '0', DB_CONNECT_TIMEOUT_MS: '300' };
    const env = { ...ports, ...fast, ...gateway.env, DATABASE_URL: proxy.url };
    replica = await createService(gatewayWith(gateway.migration.module()), { env, logSink: new MemorySink() });
    await replica.start();
  }

  function elsewhere(browser: Browser): Browser {
    const same = new Browser(replica.url);
    for (const [name, value] of browser.cookies) same.cookies.set(name, value);
    return same;
  }

  it('knows every session that was ended before its first request, however slow the database', async () => {
    const ended = await signedIn();
    await tell(await issuer.logoutToken({ sid: issuer.lastSession }));
    const open = await signedIn();
    proxy.latency(50);
    await start();
    expect(await customerOf(elsewhere(ended))).toBeUndefined();
    expect(await customerOf(elsewhere(open))).toBe('C-1001');
  });

  it('without the database takes no session from before, serves on, and takes them when it is there', async () => {
    const open = await signedIn();
    await proxy.refuse();
    await start();
    expect(await customerOf(elsewhere(open))).toBeUndefined();
    expect((await new Browser(replica.url).ask('/invoices')).status).toBe(200);
    const anew = new Browser(replica.url);
    await anew.visit('/sign-in');
    expect(await customerOf(anew)).toBe('C-1001');
    await proxy.listen();
    await eventually(
      async () => {
        expect(await customerOf(elsewhere(open))).toBe('C-1001');
      },
      { timeoutMs: 15_000 },
    );
  });
});
