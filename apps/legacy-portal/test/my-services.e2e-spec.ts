import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser, hiddenFields, type Page, type RunningPortal, startPortal } from './portal.ts';

describe('my services', () => {
  let portal: RunningPortal;
  let browser: Browser;

  beforeAll(async () => {
    portal = await startPortal();
    browser = new Browser(portal);
    await browser.signIn();
  });
  beforeEach(() => {
    const { lines, orders } = portal.backoffice.services;
    orders.clear();
    lines.set('S-1', { serviceNo: 'S-1', customerNo: 'C-1001', simStatus: 'ACTIVE', roaming: 'OFF' });
    lines.set('S-2', { serviceNo: 'S-2', customerNo: 'C-1002', simStatus: 'ACTIVE', roaming: 'OFF' });
  });
  afterAll(() => portal.stop());

  /** Fields of the form with that button. */
  const formOf = (page: Page, button: string): Record<string, string> => {
    const form = page.html.split('<form').find((part) => part.includes(`value="${button}"`)) ?? '';
    return hiddenFields(form);
  };

  it('are listed, and only their owner’s', async () => {
    const { html } = await browser.get('/services');
    expect(html).toMatch(/<tr data-no="S-1"[\s\S]*Mobile &lt;S&gt;[\s\S]*01\.03\.2027[\s\S]*12,90 €[\s\S]*Active/);
    expect(html).not.toContain('S-2');
    expect((await browser.get('/services/S-2')).status).toBe(404);
    expect((await browser.get('/services/S-3')).status).toBe(404);
  });

  it('show contract, notice period and PUK', async () => {
    const { html } = await browser.get('/services/S-1');
    for (const fact of ['8937250000010000001', '12345678', '01.03.2027', '30 days']) expect(html).toContain(fact);
  });

  it('take the order to block a SIM card, once for a form', async () => {
    const form = formOf(await browser.get('/services/S-1'), 'Block the SIM card');
    const page = await browser.post('/services/S-1/orders', form);
    expect(page.html).toContain('We have received your order. It is carried out within a day.');
    await browser.post('/services/S-1/orders', form);
    expect([...portal.backoffice.services.orders.values()]).toEqual([{ serviceNo: 'S-1', action: 'BLOCK_SIM' }]);
    portal.backoffice.services.lines.set('S-1', {
      serviceNo: 'S-1',
      customerNo: 'C-1001',
      simStatus: 'BLOCKED',
      roaming: 'OFF',
    });
    const blocked = await browser.get('/services/S-1');
    expect(blocked.html).toContain('SIM card blocked');
    expect(formOf(blocked, 'Unblock the SIM card')['action']).toBe('UNBLOCK_SIM');
  });

  it('take no order by a form that another site made up, nor for somebody else’s line', async () => {
    const { token, ...form } = formOf(await browser.get('/services/S-1'), 'Switch roaming on');
    expect((await browser.post('/services/S-1/orders', form)).status).toBe(403);
    expect((await browser.post('/services/S-2/orders', { ...form, token: token ?? '' })).status).toBe(404);
    expect(portal.backoffice.services.orders.size).toBe(0);
  });

  it('have the name their owner gave them', async () => {
    const form = formOf(await browser.get('/services/S-1'), 'Save');
    expect((await browser.post('/services/S-1/name', { ...form, name: 'Mum’s <phone>' })).location).toBe('/services');
    expect((await browser.get('/services')).html).toContain('Mum’s &lt;phone&gt;');
    await browser.post('/services/S-1/name', { ...form, name: ' ' });
    expect((await browser.get('/services')).html).not.toContain('Mum');
  });

  it('speak the language of the page', async () => {
    await browser.get('/language/ru?return=/services');
    const { html } = await browser.get('/services');
    expect(html).toContain('Мои услуги');
    expect(html).toContain('Действует');
  });
});
