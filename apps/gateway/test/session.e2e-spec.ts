import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { migrate } from '@wellspring/persistence';
import { createService, MemorySink, type Service } from '@wellspring/platform';
import { eventually } from '@wellspring/testing';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { gatewayWith } from '../src/service.ts';
import { Browser } from './support/browser.ts';
import { FakeIssuer } from './support/fake-issuer.ts';
import { startGateway, type GatewayUnderTest } from './support/gateway-under-test.ts';
import { OldPortal } from './support/old-portal.ts';

/** Only the date is set forward: sockets and deadlines go on in real time. */
const realTimers = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

let gateway: GatewayUnderTest;
let issuer: FakeIssuer;
let old: OldPortal;

beforeAll(async () => {
  gateway = await startGateway();
  issuer = await FakeIssuer.create('http://localhost:8080/identity', 'test-client-secret');
});
beforeEach(() => {
  gateway.reset();
  old = new OldPortal('test-bridge-secret');
  gateway.identity.handler = issuer.handler;
  gateway.legacy.handler = old.handler;
});
afterAll(() => gateway.stop());

async function signedIn(url = gateway.url): Promise<Browser> {
  const browser = new Browser(url);
  await browser.visit('/sign-in?return=/invoices');
  expect((await browser.session()).customer?.id).toBe('C-1001');
  return browser;
}

describe('signing in', () => {
  it('ends where the customer wanted to go, known by name', async () => {
    const browser = new Browser(gateway.url);
    const { at, response } = await browser.visit('/sign-in?return=/invoices?page=2');
    expect(at).toBe('/invoices?page=2');
    expect(response.status).toBe(200);
    expect(await browser.session()).toMatchObject({
      customer: { id: 'C-1001', name: 'Mari Maasikas', email: 'c-1001@example.com', locale: 'et' },
      capabilities: { invoices: 'new' },
    });
  });

  it('gives the browser one sealed cookie for this host, and no token', async () => {
    const browser = new Browser(gateway.url);
    const { at } = await browser.visit('/sign-in');
    expect(at).toBe('/');
    const [name] = [...browser.cookies.keys()].filter((each) => !each.includes('visitor'));
    expect(name).toBe('__Host-session');
    expect([...browser.cookies.keys()].filter((each) => each.startsWith('__Host-sign-in'))).toEqual([]);
    const sealed = browser.cookies.get('__Host-session') ?? '';
    expect(sealed).not.toMatch(/eyJ|C-1001/);
    const response = await new Browser(gateway.url).ask('/sign-in');
    expect(response.headers.getSetCookie().join()).toMatch(
      /__Host-sign-in-\w+=[^;]+; Path=\/; Secure; HttpOnly; SameSite=Lax/,
    );
  });

  it('never leaves this site, whatever the return address says', async () => {
    for (const evil of ['https://evil.example', '//evil.example', '/\\evil.example', '/\r\nX: y', '/sign-in']) {
      const { at } = await new Browser(gateway.url).visit(`/sign-in?return=${encodeURIComponent(evil)}`);
      expect(at).toBe('/');
    }
  });

  it('begins again for a callback that does not belong to this browser', async () => {
    const response = await new Browser(gateway.url).ask('/sign-in/callback?code=stolen&state=other');
    expect(response.headers.get('location')).toBe('/sign-in');
    expect(response.headers.getSetCookie().join()).not.toContain('__Host-session=');
  });

  it('lets two tabs sign in side by side', async () => {
    const browser = new Browser(gateway.url);
    const first = await browser.ask('/sign-in?return=/invoices/1');
    const second = await browser.ask('/sign-in?return=/invoices/2');
    const { at } = await browser.visit(first.headers.get('location') ?? '');
    expect(at).toBe('/invoices/1');
    expect((await browser.visit(second.headers.get('location') ?? '')).at).toBe('/invoices/2');
  });

  it('keeps only the newest few sign-ins, however many were begun', async () => {
    const browser = new Browser(gateway.url);
    const begun: string[] = [];
    for (let n = 1; n <= 12; n += 1) {
      begun.push((await browser.ask(`/sign-in?return=/invoices/${n}`)).headers.get('location') ?? '');
    }
    expect([...browser.cookies.keys()].filter((name) => name.startsWith('__Host-sign-in-')).length).toBeLessThan(6);
    expect((await browser.visit(begun[11] ?? '')).at).toBe('/invoices/12');
    expect((await browser.visit(begun[10] ?? '')).at).toBe('/invoices/11');
  });

  it('lands where the customer wanted, however long it took', async () => {
    const browser = new Browser(gateway.url);
    const late = (await browser.ask('/sign-in?return=/invoices/7')).headers.get('location') ?? '';
    jest.useFakeTimers({ now: Date.now() + 1_800_001, doNotFake: [...realTimers] });
    expect((await browser.visit(late)).at).toBe('/invoices/7');
    jest.useRealTimers();
    expect((await browser.session()).customer?.id).toBe('C-1001');
  });

  it('is begun again by its state, which leads to the same page', async () => {
    const browser = new Browser(gateway.url);
    const begun = new URL((await browser.ask('/sign-in?return=/invoices/7')).headers.get('location') ?? '');
    expect((await browser.visit(`/sign-in?state=${begun.searchParams.get('state') ?? ''}`)).at).toBe('/invoices/7');
  });

  it('is refused, and nobody is to blame but who sent it, when the provider does not take the code', async () => {
    const browser = new Browser(gateway.url);
    const begun = new URL((await browser.ask('/sign-in')).headers.get('location') ?? '');
    const state = begun.searchParams.get('state') ?? '';
    const response = await browser.ask(`/sign-in/callback?code=made-up&state=${state}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'EDGE.SIGN_IN_REFUSED' });
    expect((await browser.session()).customer).toBeNull();
  });

  it('asks for the password in the language that was chosen on any page', async () => {
    const browser = new Browser(gateway.url);
    browser.cookies.set('lang', 'ru');
    const begun = new URL((await browser.ask('/sign-in')).headers.get('location') ?? '');
    expect(begun.searchParams.get('ui_locales')).toBe('ru');
  });

  it('says so with a reference when the identity provider is away', async () => {
    const alone = await startGateway();
    alone.identity.handler = (_request, response) => response.destroy();
    const response = await new Browser(alone.url).ask('/sign-in', {
      headers: { accept: 'text/html', 'accept-language': 'et' },
    });
    expect(response.status).toBe(503);
    expect(await response.text()).toMatch(/lang="et"[\s\S]*<code>[0-9a-f]{32}<\/code>/);
    await alone.stop();
  });
});

describe('who is asking', () => {
  it('reaches the new side as a token signed by a published key, and the same one again', async () => {
    const browser = await signedIn();
    gateway.portal.reset();
    await browser.ask('/invoices', { headers: { authorization: 'Basic forged' } });
    await browser.ask('/invoices');
    const [first, second] = gateway.portal.seen.map(({ headers }) => headers.authorization ?? '');
    expect(second).toBe(first);
    const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', gateway.managementUrl));
    const { payload, protectedHeader } = await jwtVerify((first ?? '').replace('Bearer ', ''), keys, {
      issuer: 'wellspring-gateway',
      audience: 'portal',
      typ: 'at+jwt',
    });
    expect(protectedHeader.alg).toBe('ES256');
    expect(payload).toMatchObject({ sub: 'C-1001', email: 'c-1001@example.com', name: 'Mari Maasikas', locale: 'et' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBeLessThanOrEqual(60);
  });

  it('reaches each service as a token for that service alone, in copies for the comparison too', async () => {
    const browser = await signedIn();
    gateway.reset();
    await browser.ask('/invoices');
    await browser.ask('/tmf-api/customerBill');
    const audienceOf = (authorization: string | undefined): unknown => decodeJwt(authorization?.slice(7) ?? '').aud;
    expect(audienceOf(gateway.portal.seen[0]?.headers.authorization)).toBe('portal');
    expect(audienceOf(gateway.billing.seen[0]?.headers.authorization)).toBe('billing');
    gateway.migration.on('legacy', { shadow: true });
    await browser.ask('/invoices');
    expect(audienceOf(gateway.migration.offered[0]?.authorizationFor?.('billing'))).toBe('billing');
  });

  it('reaches what makes a page together with all that the page may know, and is good at the services for it', async () => {
    const browser = await signedIn();
    gateway.portal.reset();
    const forged = Buffer.from('{"customer":{"id":"C-1"}}').toString('base64url');
    await browser.ask('/invoices', { headers: { accept: 'text/html', 'x-bridge-session': forged } });
    await browser.ask('/invoices');
    const told = await (await browser.ask('/session')).json();
    const [page, file] = gateway.portal.seen.map(({ headers }) => headers);
    expect(JSON.parse(Buffer.from(String(page?.['x-bridge-session']), 'base64url').toString())).toEqual({
      ...(told as object),
      changed: false,
    });
    expect(decodeJwt(page?.authorization?.slice(7) ?? '').aud).toEqual(expect.arrayContaining(['portal', 'billing']));
    expect(file).not.toHaveProperty('x-bridge-session');
    expect(decodeJwt(file?.authorization?.slice(7) ?? '').aud).toBe('portal');
  });

  it('reaches the old side as a signed header for it alone', async () => {
    const browser = await signedIn();
    gateway.migration.on('legacy');
    expect(await (await browser.ask('/invoices')).text()).toBe('old page for C-1001');
    const header = gateway.legacy.seen.at(-1)?.headers['x-bridge-customer'];
    expect(decodeJwt(String(header))).toMatchObject({ aud: 'legacy-portal', iss: 'wellspring-gateway', sub: 'C-1001' });
    expect(gateway.legacy.seen.at(-1)?.headers).not.toHaveProperty('authorization');
  });

  it('is nobody for a forged, a foreign and an expired cookie', async () => {
    const browser = await signedIn();
    const sealed = browser.cookies.get('__Host-session') ?? '';
    for (const forged of [sealed.slice(0, -2) + 'AA', `1.AAAAAA.${sealed.split('.')[2] ?? ''}`, 'x', '']) {
      const stranger = new Browser(gateway.url);
      stranger.cookies.set('__Host-session', forged);
      expect((await stranger.session()).customer).toBeNull();
    }
  });

  it('stays the same visitor without a name, by a signed id that cannot be made up', async () => {
    const seen: unknown[] = [];
    gateway.migration.decisionFor = (_capability, visitor) => {
      seen.push(visitor.anonymousId);
      return undefined;
    };
    const browser = new Browser(gateway.url);
    await browser.ask('/invoices');
    await browser.ask('/invoices');
    expect(seen[1]).toBe(seen[0]);
    browser.cookies.set('__Host-visitor', 'chosen.AAAAAAAAAAAAAAAAAAAAAA');
    await browser.ask('/invoices');
    expect(seen[2]).not.toBe('chosen');
  });

  it('survives a rollback in the middle of a session, in both directions', async () => {
    const browser = await signedIn();
    gateway.migration.on('legacy');
    expect(await (await browser.ask('/invoices')).text()).toBe('old page for C-1001');
    gateway.migration.on('new');
    await browser.ask('/invoices');
    expect(gateway.portal.seen.at(-1)?.headers.authorization).toMatch(/^Bearer /);
    expect(old.signIns).toBe(0);
  });
});

describe('a customer of the old side', () => {
  const oldSignIn = (browser: Browser): Promise<Response> =>
    browser.ask('/signin', {
      method: 'POST',
      body: new URLSearchParams({ email: 'C-1002@example.com', password: 'their own' }),
    });

  it('who signs in on its form is known on the new side, and keeps its cookie', async () => {
    const browser = new Browser(gateway.url);
    const response = await oldSignIn(browser);
    expect(response.headers.get('location')).toBe('/invoices');
    expect((await browser.session()).customer?.id).toBe('C-1002');
    expect([...browser.cookies.keys()]).toEqual(expect.arrayContaining(['__Host-session', 'LPSESSION']));
    gateway.portal.reset();
    await browser.ask('/invoices');
    expect(decodeJwt((gateway.portal.seen[0]?.headers.authorization ?? '').slice(7)).sub).toBe('C-1002');
  });

  it('who signed in before the gateway was there is recognised by its cookie', async () => {
    old.sessions.set('from-before', 'C-1003');
    const browser = new Browser(gateway.url);
    browser.cookies.set('LPSESSION', 'from-before');
    expect((await browser.session()).customer?.id).toBe('C-1003');
  });

  it('who signs out on its page is signed out on the new side', async () => {
    const browser = new Browser(gateway.url);
    await oldSignIn(browser);
    expect((await browser.session()).customer?.id).toBe('C-1002');
    const stolen = browser.cookies.get('__Host-session') ?? '';
    await browser.ask('/signout');
    expect((await browser.session()).customer).toBeNull();
    const thief = new Browser(gateway.url);
    thief.cookies.set('__Host-session', stolen);
    expect((await thief.session()).customer).toBeNull();
  });

  it('is asked first when a link on another site wants to sign them out', async () => {
    const browser = new Browser(gateway.url);
    await oldSignIn(browser);
    const seen = gateway.legacy.seen.length;
    const asked = await browser.ask('/signout', {
      headers: { 'sec-fetch-site': 'cross-site', 'accept-language': 'et' },
    });
    expect(await asked.text()).toContain('Kas soovid välja logida?');
    browser.cookies.set('lang', 'ru');
    const chosen = await browser.ask('/signout', {
      headers: { 'sec-fetch-site': 'cross-site', 'accept-language': 'et' },
    });
    expect(await chosen.text()).toContain('Вы хотите выйти?');
    expect(asked.headers.get('content-security-policy')).toContain("form-action 'self'");
    expect(gateway.legacy.seen).toHaveLength(seen);
    expect((await browser.session()).customer?.id).toBe('C-1002');
  });

  it('is sent to its form while signing in has not moved, and to the provider once it has', async () => {
    gateway.migration.routes.unshift({
      path: '/signin',
      capability: 'sign-in',
      legacy: 'legacy-portal',
      new: 'gateway',
    });
    gateway.migration.on('legacy');
    const before = await new Browser(gateway.url).ask('/sign-in?return=/invoices');
    expect(before.headers.get('location')).toMatch(/^\/signin\?return=/);
    gateway.migration.on('new');
    const after = await new Browser(gateway.url).ask('/signin?return=/invoices');
    expect(after.headers.get('location')).toContain('/identity/auth?');
    gateway.migration.routes.shift();
  });
});

describe('signing out', () => {
  it('ends the session here and at the provider, server to server', async () => {
    const browser = await signedIn();
    issuer.revoked.length = 0;
    const out = await browser.ask('/sign-out', { method: 'POST' });
    expect(out.status).toBe(303);
    expect(out.headers.get('location')).toBe('/');
    expect(out.headers.get('clear-site-data')).toBe('"cache", "storage"');
    expect(issuer.revoked).toHaveLength(1);
    expect((await browser.session()).customer).toBeNull();
  });

  it('cannot be made to happen by another site', async () => {
    const browser = await signedIn();
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      const cookie = `__Host-session=${browser.cookies.get('__Host-session') ?? ''}`;
      const response = await fetch(`${gateway.url}/sign-out`, {
        method: 'POST',
        headers: { ...headers, cookie },
        redirect: 'manual',
      });
      expect(response.status).toBe(403);
    }
    expect((await browser.session()).customer).not.toBeNull();
  });

  describe('with a second replica', () => {
    let second: Service;

    beforeAll(async () => {
      const definition = gatewayWith(gateway.migration.module());
      const env = {
        PORT: '0',
        MANAGEMENT_PORT: '0',
        HOST: '127.0.0.1',
        SHUTDOWN_PROPAGATION_MS: '0',
        SHUTDOWN_IDLE_GRACE_MS: '0',
        ...gateway.env,
      };
      await migrate(definition, { env });
      second = await createService(definition, { env, logSink: new MemorySink() });
      await second.start();
    });
    afterAll(() => second.stop());

    it('is in force there within five seconds', async () => {
      const browser = await signedIn();
      const elsewhere = new Browser(second.url);
      for (const [name, value] of browser.cookies) elsewhere.cookies.set(name, value);
      expect((await elsewhere.session()).customer?.id).toBe('C-1001');
      await browser.ask('/sign-out', { method: 'POST' });
      await eventually(
        async () => {
          expect((await elsewhere.session()).customer).toBeNull();
        },
        { timeoutMs: 5_000 },
      );
    });
  });
});

describe('requests that change something', () => {
  it.each([
    [{ origin: 'https://evil.example' }, 403],
    [{ 'sec-fetch-site': 'same-site', origin: 'http://localhost:8080' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin' }, 200],
    [{}, 200],
  ])('from %j are answered %d', async (headers, status) => {
    const response = await fetch(`${gateway.url}/invoices/1/pay`, { method: 'POST', headers, body: 'x' });
    expect(response.status).toBe(status);
    expect(gateway.portal.seen).toHaveLength(status === 200 ? 1 : 0);
  });
});
