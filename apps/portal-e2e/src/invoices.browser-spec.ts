import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { accessibilityViolations } from './support/accessibility.ts';
import { launchBrowser, type VisitorOptions } from './support/browser.ts';
import { servedBy, signIn } from './support/portal.ts';
import { startSystem, type System } from './support/system.ts';
import { Visitors } from './support/visitors.ts';

let system: System;
let browser: Browser;
const visitors = new Visitors(() => browser);

beforeAll(async () => {
  system = await startSystem();
  browser = await launchBrowser();
});
afterEach(async () => {
  await system.healEverything();
  await visitors.leave();
});
afterAll(async () => {
  await browser.close();
  await system.stop();
});

const openPage = (options?: VisitorOptions): Promise<Page> => visitors.openPage(options);

describe('a customer on the new portal', () => {
  beforeAll(async () => {
    await system.setStage('sign-in', 'new');
    await system.setStage('start-page', 'new');
    await system.setStage('invoices', 'new');
  });

  it('signs in, sees the invoices, opens one, pays it and sees it paid', async () => {
    const page = await openPage();
    await signIn(page, system, 'C-1001');
    expect(await servedBy(page)).toBe('new');

    const rows = page.locator('table.bills tbody tr');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(12);
    const unpaid = rows.filter({ hasText: /To pay|Overdue/ }).first();
    const number = (await unpaid.getAttribute('data-no')) ?? '';
    const amount = (await unpaid.locator('td.number').textContent()) ?? '';
    await unpaid.getByRole('link').click();

    await page.getByRole('heading', { name: `Invoice ${number}` }).waitFor();
    await page.locator('table.lines tbody tr').first().waitFor();
    expect(await page.locator('table.lines tfoot td.number').last().textContent()).toBe(amount);

    await page.getByRole('button', { name: `Pay ${amount}` }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: `Pay ${amount}` })
      .click();
    await page.getByText('Paid. Thank you!').waitFor();
    await page.locator('.bill-summary').getByText('Paid', { exact: true }).waitFor();
    expect(await page.locator('.outcome').evaluate((outcome) => outcome === document.activeElement)).toBe(true);
    await page.getByText(/^Reference [\da-f-]{36}$/).waitFor();
    expect(await page.getByRole('button', { name: /^Pay / }).count()).toBe(0);

    await page.getByRole('link', { name: 'Invoices', exact: true }).click();
    await page.locator(`tr[data-no="${number}"]`).getByText('Paid', { exact: true }).waitFor();
    const invoice = await system.invoice(number);
    expect(invoice).toMatchObject({ status: 'PAID', open: '0.00' });
  });

  it('chooses the card, learns that the bank declined it, and pays with another', async () => {
    const page = await openPage();
    await signIn(page, system, 'C-1007');
    await page
      .locator('table.bills tbody tr')
      .filter({ hasText: /To pay|Overdue/ })
      .first()
      .getByRole('link')
      .click();
    await page.getByRole('button', { name: /^Pay / }).click();
    await page.getByRole('radio', { name: /Mastercard ending in 0002/ }).check();
    await page.getByRole('dialog').getByRole('button', { name: /^Pay / }).click();
    await page.getByText('The payment was declined').waitFor();

    await page.getByRole('button', { name: /^Pay / }).click();
    await page.getByRole('radio', { name: /Visa ending in 4242/ }).check();
    await page.getByRole('dialog').getByRole('button', { name: /^Pay / }).click();
    await page.getByText('Paid. Thank you!').waitFor();
    await page.locator('.payments li').nth(1).waitFor();
    expect(await page.locator('.payments li').count()).toBe(2);
  });

  it('finds a payment that is on its way again: after a reload, in another browser, on every page', async () => {
    const page = await openPage();
    await signIn(page, system, 'C-1008');
    const unpaid = page
      .locator('table.bills tbody tr')
      .filter({ hasText: /To pay|Overdue/ })
      .first();
    const number = (await unpaid.getAttribute('data-no')) ?? '';
    await unpaid.getByRole('link').click();
    await page.getByRole('button', { name: /^Pay / }).click();
    await page.getByRole('radio').first().waitFor();
    await system.breakOperation('payment-provider.*', { mode: 'hang' });
    await page.getByRole('dialog').getByRole('button', { name: /^Pay / }).click();
    await page.getByText('Your payment is on its way').waitFor();

    const elsewhere = await openPage();
    await signIn(elsewhere, system, 'C-1008', `/invoices/${number}`);
    await page.reload();
    for (const each of [page, elsewhere]) {
      await each.getByText('Your payment is on its way').waitFor();
      expect(await each.getByRole('button', { name: /^Pay / }).count()).toBe(0);
      await each.goto(`${system.url('gateway')}/`);
      await each.getByText(/^A payment of .* is on its way/).waitFor();
      await each.goto(`${system.url('gateway')}/invoices`);
      await each.locator(`tr[data-no="${number}"]`).getByText('Payment on its way').waitFor();
    }
    await system.healEverything();
    await elsewhere.locator(`tr[data-no="${number}"]`).getByText('Paid', { exact: true }).waitFor();
    expect(await system.invoice(number)).toMatchObject({ status: 'PAID', open: '0.00' });
  });

  it('narrows the list to a year and to what is unpaid, and finds it so again after going back', async () => {
    const page = await openPage();
    await signIn(page, system, 'C-1009');
    await page.locator('table.bills tbody tr').first().waitFor();
    await page.getByRole('combobox', { name: 'Status' }).selectOption('unpaid');
    await page.getByText(/1 of 1 invoice/).waitFor();
    await page.locator('table.bills tbody tr').last().click();
    await page.getByRole('heading', { name: /^Invoice INV/ }).waitFor();
    await page.goBack();
    await page.getByText(/1 of 1 invoice/).waitFor();
    await page.getByRole('combobox', { name: 'Year' }).selectOption({ index: 1 });
    await page.waitForURL(/\/invoices\?year=\d{4}&state=unpaid$/);
  });

  it('sees the rest of the start page when one part of it fails', async () => {
    const page = await openPage();
    await signIn(page, system, 'C-1002');
    await page.route('**/financialAccount*', (route) => route.fulfill({ json: [{ accountBalance: 'none' }] }));
    await page.getByRole('link', { name: 'Start page' }).click();
    const failure = page.getByRole('region', { name: 'To pay' }).getByRole('alert');
    await failure.getByText('Something went wrong', { exact: true }).waitFor();
    await failure.getByRole('link', { name: 'Call 1800' }).waitFor();
    await page.getByRole('region', { name: 'Change something?' }).getByRole('link').waitFor();
  });

  it('reads what to pay before any script has come, and pays it from there', async () => {
    const page = await openPage();
    await signIn(page, system, 'C-1012', '/');
    await page.route('**/*.js', (route) => route.abort());
    await page.reload();
    const toPay = page.getByRole('region', { name: 'To pay' });
    await toPay.getByText(/^€\d+\.\d\d$/).waitFor();
    await page.unroute('**/*.js');
    await page.reload();
    await toPay.getByRole('link', { name: /^Pay €/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: /^Pay / }).click();
    await page.getByText('Paid. Thank you!').waitFor();
    await page.getByRole('link', { name: 'Start page' }).click();
    await toPay.getByText('Everything is paid').waitFor();
  });

  it('is told on the next visit what has changed since the last', async () => {
    const page = await openPage();
    await signIn(page, system, 'C-1011', '/');
    await page.getByRole('region', { name: 'To pay' }).waitFor();
    expect(await page.getByText('since your last visit').count()).toBe(0);
    const cookie = (await page.context().cookies()).find(({ name }) => name === 'last-visit');
    if (cookie === undefined) throw new Error('No visit is remembered');
    const longAgo = Date.UTC(2026, 0, 2);
    const [whose] = cookie.value.split('.');
    await page.context().addCookies([{ ...cookie, value: `${whose ?? ''}..${longAgo}` }]);
    await page.reload();
    await page.getByText(/new invoices have come since your last visit on 2 January\.$/).waitFor();
  });

  it('is told when there is no such page, with a way back', async () => {
    const page = await openPage();
    await signIn(page, system, 'C-1002', '/invoices');
    await page.goto(`${system.url('gateway')}/invoices/INV-0000-0000`);
    await page.getByText('Page not found').waitFor();
    await page.getByRole('link', { name: 'Back to invoices' }).click();
    await page.locator('table.bills').waitFor();
  });

  it('can download an invoice as a PDF', async () => {
    const page = await openPage();
    await signIn(page, system, 'C-1002');
    await page.locator('table.bills tbody a').first().click();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download as PDF' }).click();
    expect((await download).suggestedFilename()).toMatch(/^INV-.*\.pdf$/);
  });

  it('keeps seeing invoices, and how old they are, while the billing engine hangs', async () => {
    const page = await openPage();
    await signIn(page, system, 'C-1003');
    await page.locator('table.bills tbody tr').first().waitFor();
    await system.breakOperation('billing-engine.*', { mode: 'hang' });
    await page.reload();
    await page.locator('table.bills tbody tr').first().waitFor();
    expect(await page.locator('table.bills tbody tr').count()).toBe(12);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('reads it in Estonian and in Russian', async () => {
    const page = await openPage({ locale: 'et-EE' });
    await signIn(page, system, 'C-1004');
    await page.getByRole('heading', { name: 'Arved' }).waitFor();
    await page.getByRole('combobox', { name: 'Keel' }).selectOption('ru');
    await page.getByRole('heading', { name: 'Счета' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('ru');
  });

  it('finds every page accessible, by keyboard alone too, and on a phone without scrolling sideways', async () => {
    const page = await openPage({ phone: true });
    await signIn(page, system, 'C-1005');
    await page.locator('table.bills tbody tr').first().waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    // Cards to the eye, and told as a table all the same: each value has its heading.
    const bills = page.getByRole('table', { name: 'Invoices' });
    const values = bills.getByRole('row').nth(1).locator('th, td').filter({ visible: true });
    expect(await bills.getByRole('columnheader').count()).toBe(await values.count());

    await page.locator('table.bills tbody a').first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /^Invoice INV/ }).waitFor();
    await page.locator('table.lines').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByRole('button', { name: /^Pay / }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await page.goto(`${system.url('gateway')}/`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
  });

  it('loads less than 100 kB of JavaScript before the first page', async () => {
    const html = await (await fetch(`${system.url('portal')}/`)).text();
    const scripts = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, path = '']) => path);
    expect(scripts.length).toBeGreaterThan(0);
    let bytes = 0;
    for (const script of scripts) {
      const response = await fetch(`${system.url('portal')}${script}`, {
        method: 'HEAD',
        headers: { 'accept-encoding': 'br' },
      });
      const length = Number(response.headers.get('content-length'));
      // What fits into one packet is sent as it is.
      expect(length < 1_024 || response.headers.get('content-encoding') === 'br').toBe(true);
      bytes += length;
    }
    expect(bytes).toBeLessThan(100_000);
  });

  it('is signed out for good', async () => {
    const page = await openPage();
    await signIn(page, system, 'C-1006');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${system.url('gateway')}/`);
    await page.goto(`${system.url('gateway')}/invoices`);
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.locator('#password').waitFor();
    expect(await page.locator('table.bills').count()).toBe(0);
  });
});

describe('a customer on the old portal', () => {
  beforeAll(async () => {
    await system.setStage('sign-in', 'legacy');
    await system.setStage('invoices', 'legacy');
  });

  it('signs in, sees the invoices, opens one, pays it and sees it paid', async () => {
    const page = await openPage();
    await signIn(page, system, 'C-1010');
    expect(await servedBy(page)).toBe('legacy');

    const rows = page.locator('table.invoices tr[data-no]');
    expect(await rows.count()).toBe(12);
    const unpaid = rows.filter({ hasNotText: /Paid/ }).first();
    const number = (await unpaid.getAttribute('data-no')) ?? '';
    await unpaid.getByRole('link').first().click();
    await page.getByText(number).first().waitFor();
    await page.getByRole('button', { name: /pay/i }).click();
    await page.waitForURL(/\/receipt\?/);
    await page.goto(`${system.url('gateway')}/invoices`);
    await page.locator(`tr[data-no="${number}"]`).getByText(/Paid/).waitFor();
    expect(await system.invoice(number)).toMatchObject({ status: 'PAID', open: '0.00' });
  });
});

describe('while invoices are in canary', () => {
  it('one customer is on the new portal and another on the old, and neither moves', async () => {
    await system.setStage('invoices', 'canary', {
      canary: { percent: 0, include: ['customer:C-1020'], exclude: ['customer:C-1021'] },
    });
    const chosen = await openPage();
    const other = await openPage();
    await signIn(chosen, system, 'C-1020');
    await signIn(other, system, 'C-1021');
    expect(await servedBy(chosen)).toBe('new');
    expect(await servedBy(other)).toBe('legacy');
    await chosen.reload();
    await other.reload();
    expect(await servedBy(chosen)).toBe('new');
    expect(await servedBy(other)).toBe('legacy');
  });
});
