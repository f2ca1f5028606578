import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openInvoice } from './fake-backoffice.ts';
import { Browser, type RunningPortal, startPortal } from './portal.ts';

describe('the language of the pages', () => {
  let portal: RunningPortal;
  let browser: Browser;

  beforeAll(async () => {
    portal = await startPortal();
    browser = new Browser(portal);
    await browser.signIn('c-1002@example.com');
    portal.backoffice.invoices.set('INV-2', openInvoice('INV-2', 'C-1002'));
  });
  afterAll(() => portal.stop());

  it('is English until another one is chosen, and stays what was chosen', async () => {
    expect((await browser.get('/invoices')).html).toContain('Your invoices');
    const chosen = await browser.get('/language/et?return=%2Finvoices');
    expect(chosen.location).toBe('/invoices');
    const { html } = await browser.get('/invoices');
    expect(html).toContain('lang="et"');
    expect(html).toContain('Sinu arved');
    expect(html).toContain('<td class="status">Maksmata</td>');
    await browser.get('/language/ru');
    expect((await browser.get('/nowhere')).html).toContain('Страница не найдена');
  });

  it('is none that the portal does not speak, and leads nowhere else', async () => {
    expect((await browser.get('/language/xx')).status).toBe(400);
    expect((await browser.get('/language/en?return=https%3A%2F%2Fevil.example')).location).toBe('/');
  });
});
