import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type RunningPortal, startPortal } from './portal.ts';

describe('usage', () => {
  let portal: RunningPortal;
  let browser: Browser;

  beforeAll(async () => {
    portal = await startPortal();
    browser = new Browser(portal);
    await browser.signIn();
  });
  afterEach(() => {
    portal.backoffice.services.rating = 'up';
  });
  afterAll(() => portal.stop());

  it('shows what is left of each allowance in the markup that parity reads', async () => {
    const { html } = await browser.get('/usage');
    expect(html).toMatch(/<tr\s+data-bucket="S-1\/DATA\/HOME"\s+data-limited\s/);
    expect(html).not.toMatch(/data-bucket="S-1\/VOICE\/HOME"\s+data-limited/);
    expect(html).toContain('<td class="used amount" title="2352">2 352 MB</td>');
    expect(html).toContain('<td class="left amount" title="2648">2 648 MB</td>');
    expect(html).toContain('<td class="used amount" title="3725">62:05 min</td>');
    expect(html).toContain('Mobile &lt;S&gt;');
  });

  it('shows what the next invoice has so far, and each day', async () => {
    const { html } = await browser.get('/usage');
    expect(html).toMatch(/class="spent amount">3,20 €/);
    expect(html).toMatch(/class="today amount">0,45 €/);
    const days = [...html.matchAll(/<td>(\d\d\.11\.2026)<\/td>\s*<td>[^<]*<\/td>\s*<td>([^<]*)<\/td>\s*<td>([^<]*)/g)];
    expect(days.map(([, date, used, amount]) => [date, used, amount])).toEqual([
      ['21.11.2026', '7 MB', '0,15 €'],
      ['20.11.2026', '2 345 MB', '0,30 €'],
    ]);
  });

  it('says so when there is nothing to use', async () => {
    const other = new Browser(portal);
    await other.signIn('c-1002@example.com');
    expect((await other.get('/usage')).html).toContain('You have no services whose use is counted.');
  });

  it('fails as a page when rating fails', async () => {
    portal.backoffice.services.rating = 'error';
    expect(await browser.get('/usage')).toMatchObject({ status: 503, html: expect.stringContaining('LP-0503') });
  });
});
