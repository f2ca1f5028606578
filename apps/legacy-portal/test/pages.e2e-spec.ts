import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openInvoice } from './fake-backoffice.ts';
import { Browser, type RunningPortal, startPortal } from './portal.ts';

describe('the pages', () => {
  let portal: RunningPortal;
  let browser: Browser;

  beforeAll(async () => {
    portal = await startPortal({ SIGN_IN_PATH: '/sign-in', SIGN_OUT_PATH: '/sign-out' });
    browser = new Browser(portal);
    await browser.signIn('c-1002@example.com');
    portal.backoffice.invoices.set('INV-2', openInvoice('INV-2', 'C-1002'));
  });
  afterAll(() => portal.stop());

  it.each([
    ['/plan', '1 234,90 €'],
    ['/orders', 'Activation of Mobile &lt;5G&gt;'],
    ['/support', '+372 5100 2000'],
    ['/profile', 'c-1002@example.com'],
  ])('%s shows what CRM knows', async (path, fact) => {
    const page = await browser.get(path);
    expect(page.status).toBe(200);
    expect(page.html).toContain(fact);
    expect(page.html).toContain(`<td class="here"><a href="${path}">`);
  });

  it('escape a name, whatever it is', async () => {
    const { html } = await browser.get('/profile');
    expect(html).toContain('&lt;b&gt;Eve&lt;/b&gt; O&#39;Neill &amp; &quot;Co&quot;');
    expect(html).not.toContain('<b>Eve');
  });

  it('lead to sign in and out where they are told', async () => {
    expect((await new Browser(portal).get('/plan')).location).toBe('/sign-in?return=%2Fplan');
    expect((await new Browser(portal).get('/')).html).toContain('href="/sign-in"');
    expect((await browser.get('/plan')).html).toContain('action="/sign-out"');
  });

  it('answer HEAD as GET, without the body', async () => {
    const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ');
    for (const path of ['/', '/invoices', '/legacy-assets/portal.css']) {
      const [get, head] = await Promise.all(
        ['GET', 'HEAD'].map((method) =>
          fetch(`${portal.url}${path}`, { method, headers: { cookie, 'accept-encoding': 'identity' } }),
        ),
      );
      expect(head?.status).toBe(200);
      expect(head?.headers.get('content-length')).toBe(get?.headers.get('content-length'));
      expect(head?.headers.get('content-type')).toBe(get?.headers.get('content-type'));
      expect(await head?.text()).toBe('');
    }
  });

  it('are compressed for those who can read it', async () => {
    const encodingFor = async (accepted: string): Promise<string | null> =>
      (await browser.get('/invoices', { 'accept-encoding': accepted })).headers.get('content-encoding');
    expect(await encodingFor('gzip, deflate, br')).toBe('gzip');
    expect(await encodingFor('br;q=1.0, gzip;q=0.8')).toBe('gzip');
    expect(await encodingFor('gzip;q=0, identity')).toBeNull();
    expect(await encodingFor('identity')).toBeNull();
    const page = await browser.get('/invoices', { 'accept-encoding': 'gzip' });
    expect(page.headers.get('vary')).toBe('accept-encoding');
    expect(page.html).toContain('data-no="INV-2"');
  });

  it('have their old look', async () => {
    for (const [, file = ''] of (await browser.get('/')).html.matchAll(/"(\/legacy-assets\/[^"]+)"/g)) {
      expect((await browser.get(file)).status).toBe(200);
    }
    expect((await browser.get('/legacy-assets/../package.json')).status).toBe(404);
  });

  it('that do not exist say so', async () => {
    expect(await browser.get('/no/such/page')).toMatchObject({
      status: 404,
      html: expect.stringContaining('Page not found'),
    });
  });

  it('report health for those who run it', async () => {
    expect((await browser.get('/health')).status).toBe(200);
  });
});
