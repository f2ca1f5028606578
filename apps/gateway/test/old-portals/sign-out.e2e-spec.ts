import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.ts';
import { startGateway, type GatewayUnderTest } from '../support/gateway-under-test.ts';
import { PhpLikePortal, phpLikeProfile } from '../support/php-like-portal.ts';

describe('a sign-out', () => {
  let gateway: GatewayUnderTest;
  let php: PhpLikePortal;

  beforeAll(async () => {
    gateway = await startGateway({}, {}, { 'legacy-portal': { ...phpLikeProfile, bridge: { mode: 'off' } } });
  });
  beforeEach(() => {
    gateway.reset();
    php = new PhpLikePortal();
    gateway.legacy.handler = php.handler;
  });
  afterAll(() => gateway.stop());

  async function signedIn(): Promise<Browser> {
    const browser = new Browser(gateway.url);
    await browser.ask('/index.php');
    const username = 'A';
    await browser.ask('/index.php?_route=login', { method: 'POST', body: new URLSearchParams({ username }) });
    return browser;
  }

  it.each([
    '/index.php?_route=logout',
    '/INDEX.PHP?_route=logout',
    '/?_route=logout',
    '/index.php/?_route=logout',
    '/index.php?_route=x&_route=logout',
  ])('that another site links to as %s is asked about and not sent on', async (target) => {
    const browser = await signedIn();
    const before = gateway.legacy.seen.length;
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect(await (await browser.ask(target, { headers })).text()).toContain('Do you want to sign out?');
    expect(gateway.legacy.seen).toHaveLength(before);
  });

  it('ends everything in whichever spelling the old portal takes for it', async () => {
    const browser = await signedIn();
    expect((await browser.session()).customer?.id).toBe('A');
    const out = await browser.ask('/?_route=logout');
    expect(out.headers.get('clear-site-data')).toContain('storage');
    expect([...browser.cookies.keys()]).toEqual(['__Host-visitor']);
  });

  it('removes what the old portal itself removes, where it had set it', async () => {
    const removal = 'remember=; Domain=localhost; Path=/; Max-Age=0';
    const browser = await signedIn();
    gateway.legacy.handler = (request, response) => {
      response.setHeader('set-cookie', ['basket=1; Path=/', removal]);
      php.handler(request, response);
    };
    const out = await browser.ask('/sign-out', { method: 'POST' });
    expect(out.headers.getSetCookie()).toContain(removal);
    expect(out.headers.getSetCookie().join()).not.toContain('basket');
  });
});
