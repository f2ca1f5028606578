import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openInvoice } from './fake-backoffice.ts';
import { Browser, hiddenFields, invoiceRows, type RunningPortal, startPortal } from './portal.ts';

describe('invoices', () => {
  let portal: RunningPortal;
  let browser: Browser;

  beforeAll(async () => {
    portal = await startPortal({ BACKOFFICE_TIMEOUT_MS: '1500' });
    browser = new Browser(portal);
    await browser.signIn();
  });
  beforeEach(() => {
    const { backoffice } = portal;
    for (const records of [backoffice.invoices, backoffice.charges, backoffice.settlements]) records.clear();
    backoffice.invoices.set('INV-1', openInvoice('INV-1', 'C-1001'));
    const paid = { total: '0.05', open: '0.00', status: 'PAID', paidAt: '2026-10-14T09:30:00.000Z' } as const;
    backoffice.invoices.set('INV-0', openInvoice('INV-0', 'C-1001', paid));
    backoffice.invoices.set('INV-2', openInvoice('INV-2', 'C-1002'));
  });
  afterEach(() => {
    portal.backoffice.engine = 'up';
    portal.backoffice.loseSettlementAnswers = false;
  });
  afterAll(() => portal.stop());

  const formOf = async (path: string): Promise<Record<string, string>> => ({
    ...hiddenFields((await browser.get(path)).html),
    card: 'tok_visa',
  });

  it('are listed in the markup that parity reads', async () => {
    expect(invoiceRows((await browser.get('/invoices')).html)).toEqual([
      { no: 'INV-1', date: '01.11.2026', due: '15.11.2026', amount: '1 234,90 €', status: 'Open' },
      { no: 'INV-0', date: '01.11.2026', due: '15.11.2026', amount: '0,05 €', status: 'Paid' },
    ]);
  });

  it('are summed up on the start page', async () => {
    const { html } = await browser.get('/');
    expect(html).toContain('Welcome, Mari Tamm!');
    expect(html).toContain('<b>1 234,90 €</b>');
  });

  it('show their lines, escaped, and can be paid while open', async () => {
    const { html } = await browser.get('/invoices/INV-1');
    expect(html).toContain('Mobile &lt;5G&gt;');
    expect(html).not.toContain('<5G>');
    expect(html).toContain('action="/invoices/INV-1/pay"');
    expect((await browser.get('/invoices/INV-0')).html).not.toContain('/pay"');
  });

  it('of somebody else do not exist', async () => {
    expect((await browser.get('/invoices/INV-2')).status).toBe(404);
    expect((await browser.get('/invoices/INV-3')).status).toBe(404);
    expect((await browser.post('/invoices/INV-2/pay', await formOf('/invoices/INV-1'))).status).toBe(404);
    expect(portal.backoffice.charges.size).toBe(0);
  });

  it('are paid, confirmed, and left paid', async () => {
    const sent = await browser.post('/invoices/INV-1/pay', await formOf('/invoices/INV-1'));
    expect(sent.status).toBe(303);
    expect(sent.location).toMatch(/^\/invoices\/INV-1\/receipt\?ref=LP-/);
    const receipt = await browser.get(sent.location ?? '');
    expect(receipt.html).toContain('Thank you! We have received your payment.');
    expect(receipt.html).toContain('<meta http-equiv="refresh" content="10;url=/invoices" />');
    expect(invoiceRows((await browser.get('/invoices')).html)[0]).toMatchObject({ no: 'INV-1', status: 'Paid' });
    expect([...portal.backoffice.charges.values()]).toMatchObject([{ reference: 'INV-1', amountMinor: 123_490 }]);
  });

  it('are paid once when the button is pressed twice', async () => {
    const form = await formOf('/invoices/INV-1');
    const answers = await Promise.all([1, 2, 3].map(() => browser.post('/invoices/INV-1/pay', form)));
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.location ?? ''}`)).size).toBe(1);
    expect((await browser.post('/invoices/INV-1/pay', form)).location).toBe(answers[0]?.location);
    expect(portal.backoffice.charges.size).toBe(1);
    expect(portal.backoffice.settlements.size).toBe(1);
  });

  it('are paid once when the answer was lost and the form is sent again', async () => {
    const form = await formOf('/invoices/INV-1');
    portal.backoffice.loseSettlementAnswers = true;
    expect((await browser.post('/invoices/INV-1/pay', form)).status).toBe(503);
    portal.backoffice.loseSettlementAnswers = false;
    expect((await browser.post('/invoices/INV-1/pay', form)).status).toBe(303);
    expect([portal.backoffice.charges.size, portal.backoffice.settlements.size]).toEqual([1, 1]);
  });

  it('are not charged again from a form opened before they were paid', async () => {
    const [first, second] = [await formOf('/invoices/INV-1'), await formOf('/invoices/INV-1')];
    await browser.post('/invoices/INV-1/pay', first);
    const page = await browser.post('/invoices/INV-1/pay', second);
    expect(page.html).toContain('This invoice is already paid.');
    expect(portal.backoffice.charges.size).toBe(1);
  });

  it('stay open when the bank declines, and can be tried with another card', async () => {
    const form = await formOf('/invoices/INV-1');
    const page = await browser.post('/invoices/INV-1/pay', { ...form, card: 'tok_declined' });
    expect(page.html).toContain('Your bank declined the payment.');
    expect(portal.backoffice.settlements.size).toBe(0);
    expect((await browser.post('/invoices/INV-1/pay', form)).html).toContain('This form was used before.');
    const next = { ...hiddenFields(page.html), card: 'tok_visa' };
    expect((await browser.post('/invoices/INV-1/pay', next)).status).toBe(303);
  });

  it('are not paid by a form that another site made up', async () => {
    const { token, ...form } = await formOf('/invoices/INV-1');
    expect((await browser.post('/invoices/INV-1/pay', form)).status).toBe(403);
    expect((await browser.post('/invoices/INV-1/pay', { ...form, token: `${token ?? ''}x` })).status).toBe(403);
    expect((await browser.post('/invoices/INV-1/pay', { token: token ?? '', externalRef: '1' })).status).toBe(400);
    expect(portal.backoffice.charges.size).toBe(0);
  });

  it('send a customer whose session is over back to the invoice, not to the payment', async () => {
    const page = await new Browser(portal).post('/invoices/INV-1/pay', await formOf('/invoices/INV-1'));
    expect([page.status, page.location]).toEqual([303, '/signin?return=%2Finvoices%2FINV-1']);
  });

  it.each(['error', 'garbage', 'hang'] as const)(
    'fail as a page when the billing engine fails: %s',
    async (engine) => {
      portal.backoffice.engine = engine;
      for (const path of ['/invoices', '/invoices/INV-1', '/']) {
        const page = await browser.get(path);
        expect(page.status).toBe(503);
        expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
        expect(page.html).toContain('LP-0503');
        expect(page.html).not.toMatch(/Error:|127\.0\.0\.1|stack/);
      }
      expect((await browser.get('/plan')).status).toBe(200);
    },
    30_000,
  );
});
