import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, hiddenFields, type RunningPortal, startPortal } from './portal.ts';
import { password } from './fake-backoffice.ts';

const bridgeSecret = 'a secret only the edge knows';

describe('signing in', () => {
  let portal: RunningPortal;

  beforeAll(async () => {
    portal = await startPortal({ BRIDGE_SECRET: bridgeSecret });
  });
  afterAll(() => portal.stop());

  it('is asked for by every page of a customer, which is come back to', async () => {
    const browser = new Browser(portal);
    for (const path of [
      '/invoices',
      '/invoices/INV-1?x=1&y=2',
      '/usage',
      '/services',
      '/plan',
      '/orders',
      '/support',
      '/profile',
    ]) {
      const page = await browser.get(path);
      expect([page.status, page.location]).toEqual([302, `/signin?return=${encodeURIComponent(path)}`]);
    }
    expect((await browser.signIn('c-1001@example.com', '/invoices/INV-1?x=1&y=2')).location).toBe(
      '/invoices/INV-1?x=1&y=2',
    );
    expect((await browser.get('/signin?return=/plan')).location).toBe('/plan');
  });

  it('gives a cookie with an old-fashioned date of expiry, renewed by every page', async () => {
    const browser = new Browser(portal);
    const signedIn = await browser.signIn();
    expect([signedIn.status, signedIn.location]).toEqual([303, '/invoices']);
    const cookie =
      /^LPSESSION=[\w-]{32}; Path=\/; Expires=\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT; HttpOnly; SameSite=Lax$/;
    expect(signedIn.headers.getSetCookie()).toContainEqual(expect.stringMatching(cookie));
    const page = await browser.get('/plan');
    expect(page.headers.getSetCookie()).toEqual([expect.stringMatching(cookie)]);
  });

  it('fails with a wrong password, and says no more than that', async () => {
    const browser = new Browser(portal);
    for (const email of ['c-1001@example.com', 'nobody@example.com']) {
      const form = await browser.get('/signin?return=/plan');
      const page = await browser.post('/signin', { ...hiddenFields(form.html), email, password: 'wrong' });
      expect(page.status).toBe(401);
      expect(page.html).toContain('E-mail or password is wrong.');
      expect(hiddenFields(page.html)['return']).toBe('/plan');
    }
    expect(browser.cookies.has('LPSESSION')).toBe(false);
  });

  it('never leads to another site', async () => {
    for (const wanted of ['//evil.example', '/\\evil.example', 'https://evil.example', '/\t/evil.example', '/a b']) {
      expect((await new Browser(portal).signIn('c-1001@example.com', wanted)).location).toBe('/');
    }
  });

  it('takes only a form of its own', async () => {
    const fields = { email: 'c-1001@example.com', password };
    expect((await new Browser(portal).post('/signin', fields)).status).toBe(403);
    const foreign = hiddenFields((await new Browser(portal).get('/signin')).html);
    expect((await new Browser(portal).post('/signin', { ...foreign, ...fields })).status).toBe(403);
  });

  it('does not show what it was sent as markup', async () => {
    const browser = new Browser(portal);
    const form = await browser.get('/signin');
    const email = '"><script>alert(1)</script>';
    const page = await browser.post('/signin', { ...hiddenFields(form.html), email, password: 'x' });
    expect(page.html).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
    expect(page.html).not.toContain('<script');
  });

  it('is done by the edge with the shared secret, at a form of its own', async () => {
    const browser = new Browser(portal);
    const delegated = async (email: string, password: string): Promise<number> => {
      const { html } = await browser.get('/bridge-login');
      return (await browser.post('/bridge-login', { ...hiddenFields(html), email, password })).status;
    };
    expect(await delegated('c-1001@example.com', 'not the secret')).toBe(401);
    expect(await delegated('nobody@example.com', bridgeSecret)).toBe(401);
    expect(await delegated('c-1001@example.com', bridgeSecret)).toBe(303);
    expect(JSON.parse((await browser.get('/whoami')).html)).toMatchObject({ customerNo: 'C-1001' });
  });

  it('takes the secret nowhere else, and offers no such form where none is shared', async () => {
    const browser = new Browser(portal);
    const form = hiddenFields((await browser.get('/signin')).html);
    const fields = { ...form, email: 'c-1001@example.com', password: bridgeSecret };
    expect((await browser.post('/signin', fields)).status).toBe(401);
    const other = await startPortal();
    try {
      expect((await new Browser(other).get('/bridge-login')).status).toBe(404);
    } finally {
      await other.stop();
    }
  });

  it('ends with signing out, also for a cookie that was copied', async () => {
    const browser = new Browser(portal);
    await browser.signIn();
    const copy = new Browser(portal);
    for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
    expect((await browser.post('/signout', {})).location).toBe('/');
    expect(browser.cookies.has('LPSESSION')).toBe(false);
    expect((await copy.get('/invoices')).location).toContain('/signin');
    expect((await copy.get('/whoami')).status).toBe(401);
  });

  it('lasts only so long without a visit', async () => {
    const hasty = await startPortal({ SESSION_IDLE_MS: '0' });
    try {
      const browser = new Browser(hasty);
      const [cookie = ''] = (await browser.signIn()).headers
        .getSetCookie()
        .filter((line) => line.startsWith('LPSESSION'));
      const page = await browser.get('/invoices', { cookie: cookie.split(';')[0] ?? '' });
      expect(page.location).toContain('/signin');
    } finally {
      await hasty.stop();
    }
  });

  it('tells the edge whose cookie it holds', async () => {
    const browser = new Browser(portal);
    expect(await browser.get('/whoami')).toMatchObject({ status: 401 });
    await browser.signIn();
    const page = await browser.get('/whoami');
    expect(JSON.parse(page.html)).toEqual({ customerNo: 'C-1001', email: 'c-1001@example.com', name: 'Mari Tamm' });
    expect(page.headers.get('cache-control')).toBe('no-store');
  });
});
