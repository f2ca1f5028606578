import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@wellspring/platform';
import { eventually } from '@wellspring/testing';
import { decodeJwt } from 'jose';
import { Browser } from '../support/browser.ts';
import { FakeIssuer } from '../support/fake-issuer.ts';
import { startGateway, type GatewayUnderTest } from '../support/gateway-under-test.ts';
import { PhpLikePortal, phpLikeProfile } from '../support/php-like-portal.ts';

// Secrets of profiles come from the environment of the process.
process.env['BRIDGE_TEST_SECRET'] = 'bridge-secret-of-the-test';

const form = {
  at: '/index.php?_route=bridge',
  deniedToBrowsers: true,
  fields: { login: 'customer.id', secret: '$BRIDGE_TEST_SECRET' },
};
const modes = [
  { bridge: { mode: 'off' }, believesHeader: false },
  { bridge: { mode: 'header' }, believesHeader: false },
  { bridge: { mode: 'header' }, believesHeader: true },
  { bridge: { mode: 'form', form }, believesHeader: false },
];

describe.each(modes)(
  'an old portal that keeps its session ids, bridged by $bridge.mode (believed: $believesHeader)',
  (mode) => {
    let gateway: GatewayUnderTest;
    let issuer: FakeIssuer;
    let php: PhpLikePortal;

    beforeAll(async () => {
      const profile = { ...phpLikeProfile, bridge: mode.bridge };
      gateway = await startGateway({}, {}, { 'legacy-portal': profile });
      issuer = await FakeIssuer.create('http://localhost:8080/identity', 'test-client-secret');
    });
    beforeEach(() => {
      gateway.reset();
      php = new PhpLikePortal();
      php.believesHeader = mode.believesHeader;
      gateway.legacy.handler = php.handler;
      gateway.identity.handler = issuer.handler;
      gateway.portal.handler = (request, response) => {
        const token = request.headers.authorization?.slice('Bearer '.length);
        response.end(`new side: ${token === undefined ? 'nobody' : (decodeJwt(token).sub ?? '')}`);
      };
    });
    afterAll(() => gateway.stop());

    const textOf = async (browser: Browser, path: string): Promise<string> => (await browser.ask(path)).text();
    const old = (browser: Browser): Promise<string> => textOf(browser, '/index.php');
    const fresh = (browser: Browser): Promise<string> => textOf(browser, '/invoices');
    const signIn = (browser: Browser, username: string): Promise<Response> =>
      browser.ask('/index.php?_route=login', { method: 'POST', body: new URLSearchParams({ username }) });
    const atProvider = async (browser: Browser, sub: string): Promise<void> => {
      issuer.customer = { ...issuer.customer, sub };
      await browser.visit('/sign-in?return=/invoices');
    };

    it('is recognised on the new side from a page it has had all along', async () => {
      const browser = new Browser(gateway.url);
      await old(browser);
      expect(await fresh(browser)).toBe('new side: nobody');
      await signIn(browser, 'A');
      expect([await old(browser), await fresh(browser)]).toEqual(['old side: A', 'new side: A']);
    });

    it.each(['logout', 'leave'])(
      'never shows A once B has signed in, whether A left at a listed place (%s) or not',
      async (out) => {
        const browser = new Browser(gateway.url);
        await old(browser);
        await signIn(browser, 'A');
        expect([await old(browser), await fresh(browser)]).toEqual(['old side: A', 'new side: A']);
        await browser.ask(`/index.php?_route=${out}`);
        expect([await old(browser), await fresh(browser)]).toEqual(['old side: nobody', 'new side: nobody']);
        await signIn(browser, 'B');
        expect([await old(browser), await fresh(browser)]).toEqual(['old side: B', 'new side: B']);
      },
    );

    it('never shows A once the browser is somebody else there by a link that nobody listed', async () => {
      const browser = new Browser(gateway.url);
      await old(browser);
      await signIn(browser, 'A');
      expect(await fresh(browser)).toBe('new side: A');
      await browser.ask('/index.php?_route=become&who=B');
      expect([await old(browser), await fresh(browser)]).toEqual(['old side: B', 'new side: B']);
    });

    it('ends everything of A, at the provider too, when B signs in on the old side', async () => {
      const browser = new Browser(gateway.url);
      await atProvider(browser, 'A');
      await old(browser);
      expect(await fresh(browser)).toBe('new side: A');
      const ofA = browser.cookies.get('__Host-session') ?? '';
      await signIn(browser, 'B');
      expect(await fresh(browser)).toBe('new side: B');
      const thief = new Browser(gateway.url);
      thief.cookies.set('__Host-session', ofA);
      expect(await fresh(thief)).toBe('new side: nobody');
      await eventually(() => {
        expect(issuer.revoked.length).toBeGreaterThan(0);
      });
    });

    it('signs out of everything by one click, and nothing signs in again by itself', async () => {
      const browser = new Browser(gateway.url);
      await old(browser);
      await signIn(browser, 'A');
      expect(await fresh(browser)).toBe('new side: A');
      const out = await browser.ask('/sign-out', { method: 'POST' });
      expect(out.headers.get('clear-site-data')).toContain('storage');
      expect([...php.sessions.values()].map(({ customer }) => customer)).not.toContain('A');
      expect([await old(browser), await fresh(browser), await old(browser)]).toEqual([
        'old side: nobody',
        'new side: nobody',
        'old side: nobody',
      ]);
    });

    it('shares its questions among what a page wants at the same time, and asks nothing for browsers that never were there', async () => {
      const stranger = new Browser(gateway.url);
      await Promise.all([1, 2, 3].map(() => fresh(stranger)));
      expect(php.asked).toBe(0);
      const browser = new Browser(gateway.url);
      await old(browser);
      await signIn(browser, 'A');
      const before = php.asked;
      let letGo = (): void => undefined;
      php.holdBack = new Promise((resolve) => {
        letGo = resolve;
      });
      const pages = Array.from({ length: 6 }, () => fresh(browser));
      // By the time these have been answered all six have arrived, and the first question waits.
      for (let i = 0; i < 2 * pages.length; i += 1) await fresh(stranger);
      letGo();
      expect(new Set(await Promise.all(pages))).toEqual(new Set(['new side: A']));
      expect(php.asked - before).toBeLessThanOrEqual(3);
    });

    it('answers 409 to a page of one customer once another is there', async () => {
      const browser = new Browser(gateway.url);
      await old(browser);
      await signIn(browser, 'A');
      const { session } = (await (await browser.ask('/session')).json()) as { session: string };
      await signIn(browser, 'B');
      const late = await browser.ask('/invoices/1/pay', {
        method: 'POST',
        headers: { 'x-page-session': session },
        body: 'x',
      });
      expect(late.status).toBe(409);
      expect(gateway.portal.seen.filter(({ method }) => method === 'POST')).toEqual([]);
    });
  },
);

describe('a form bridge', () => {
  let gateway: GatewayUnderTest;
  let issuer: FakeIssuer;
  let php: PhpLikePortal;

  beforeAll(async () => {
    const profile = { ...phpLikeProfile, bridge: { mode: 'form', form } };
    gateway = await startGateway({}, {}, { 'legacy-portal': profile });
    issuer = await FakeIssuer.create('http://localhost:8080/identity', 'test-client-secret');
  });
  beforeEach(() => {
    gateway.reset();
    php = new PhpLikePortal();
    gateway.legacy.handler = php.handler;
    gateway.identity.handler = issuer.handler;
  });
  afterAll(() => gateway.stop());

  async function signedIn(): Promise<Browser> {
    const browser = new Browser(gateway.url);
    issuer.customer = { ...issuer.customer, sub: 'A' };
    await browser.visit('/sign-in?return=/invoices');
    return browser;
  }

  it('signs a customer in once, with the fields the form hides, and keeps the session to itself', async () => {
    const browser = await signedIn();
    const pages = await Promise.all([1, 2, 3].map(async () => (await browser.ask('/index.php')).text()));
    expect(pages).toEqual(Array(3).fill('old side: A'));
    expect(php.delegated).toBe(1);
    expect([...browser.cookies.keys()]).not.toContain('PHPSESSID');
  });

  it('keeps its secret out of the log', () => {
    gateway.running.get(Logger).warn('A test', { body: 'word=bridge-secret-of-the-test' });
    expect(gateway.running.logs.at(-1)).toMatchObject({ message: 'A test' });
    expect(JSON.stringify(gateway.running.logs)).not.toContain('bridge-secret-of-the-test');
  });

  it('makes an ended session again once, and then says so with a reference in place of trying for ever', async () => {
    const browser = await signedIn();
    await browser.ask('/index.php');
    php.sessions.clear();
    await browser.ask('/session');
    expect(await (await browser.ask('/index.php')).text()).toBe('old side: A');
    expect(php.delegated).toBe(2);
    php.sessions.clear();
    await browser.ask('/session');
    const refused = await browser.ask('/index.php', { headers: { accept: 'text/html' } });
    expect(refused.status).toBe(502);
    expect(await refused.text()).toMatch(/<code>[0-9a-f]{32}<\/code>/);
    expect(php.delegated).toBe(2);
  });

  it.each([
    '/index.php?_route=bridge',
    '/INDEX.PHP?_route=bridge',
    '/index.php?x=1&%5froute=%62ridge',
    '/index.php/?_route=bridge',
  ])('is out of reach for browsers at %s', async (target) => {
    for (const method of ['GET', 'POST']) {
      const response = await new Browser(gateway.url).ask(target, { method });
      expect(response.status).toBe(404);
    }
    expect(gateway.legacy.seen).toEqual([]);
  });

  it('believes nobody but who-is', async () => {
    php.delegatedFails = true;
    const browser = await signedIn();
    expect((await browser.ask('/index.php')).status).toBe(502);
  });
});
