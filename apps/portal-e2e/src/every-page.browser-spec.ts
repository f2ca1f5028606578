import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser, newVisitor } from './support/browser.ts';
import { signIn } from './support/portal.ts';
import { startSystem, type System } from './support/system.ts';

let system: System;
let browser: Browser;
const visitors: BrowserContext[] = [];

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem(), launchBrowser()]);
  await system.setStage('sign-in', 'new');
  await system.setStage('start-page', 'new');
  await system.setStage('invoices', 'new');
});
afterEach(async () => {
  await system.healEverything();
  await Promise.all(visitors.splice(0).map((visitor) => visitor.close()));
});
afterAll(async () => {
  await browser.close();
  await system.stop();
});

async function openPage(options?: { locale?: string; phone?: boolean }): Promise<Page> {
  const visitor = await newVisitor(browser, options);
  visitors.push(visitor);
  return visitor.newPage();
}

const at = (path: string): string => `${system.url('gateway')}${path}`;
const languageOf = (page: Page): Promise<string | null> => page.locator('html').getAttribute('lang');

describe('a language chosen once', () => {
  it('holds on the new pages, the old ones, in documents, at sign-in, and when something fails', async () => {
    const page = await openPage({ locale: 'en-GB' });
    await signIn(page, system, 'C-1041');
    await page.getByRole('combobox', { name: 'Language' }).selectOption('et');
    await page.getByRole('heading', { level: 1, name: 'Arved' }).waitFor();

    await page.goto(at('/usage'));
    await page.getByRole('heading', { name: 'Kasutus' }).first().waitFor();

    const bills = await page.request.get(at('/tmf-api/customerBillManagement/v4/customerBill?limit=1'));
    const [bill] = (await bills.json()) as { billDocument: { url: string }[] }[];
    const document = await page.request.get(at(bill?.billDocument[0]?.url ?? ''));
    expect(document.headers()).toMatchObject({ 'content-type': 'application/pdf', 'content-language': 'et' });

    await page.goto(at('/invoices'));
    await page.getByRole('button', { name: 'Logi välja' }).click();
    await page.getByRole('link', { name: 'Logi sisse' }).click();
    await page.getByRole('heading', { level: 1, name: 'Logi sisse' }).waitFor();
    expect(await languageOf(page)).toBe('et');

    await page.goto(at('/identity/interaction/none'));
    expect(await languageOf(page)).toBe('et');
    await page.goto(at('/%00'));
    expect(await languageOf(page)).toBe('et');
    expect(await page.title()).toContain('· Wellspring');
  });

  it('is also the one chosen at sign-in, or on an old page', async () => {
    const page = await openPage({ locale: 'en-GB' });
    await page.goto(at('/sign-in?return=/invoices'));
    await page.getByRole('link', { name: 'Русский' }).click();
    await page.getByRole('heading', { level: 1, name: 'Вход' }).waitFor();
    await signIn(page, system, 'C-1042');
    await page.getByRole('heading', { level: 1, name: 'Счета' }).waitFor();
    await page.goto(at('/usage'));
    await page.getByRole('link', { name: 'Eesti' }).click();
    await page.goto(at('/invoices'));
    await page.getByRole('heading', { level: 1, name: 'Arved' }).waitFor();
  });
});

describe('after signing out', () => {
  it('nothing of the customer is left: not for Back, not in the cache, not for who signs in next', async () => {
    const page = await openPage();
    await signIn(page, system, 'C-1043');
    const number = (await page.locator('table.bills tbody tr').first().getAttribute('data-no')) ?? '';
    await page.locator('table.bills tbody a').first().click();
    await page.locator('table.lines tbody tr').first().waitFor();
    const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    const personal = [
      ...asked.filter((url) => /\/tmf-api\/|\/session$/.test(url)),
      at(`/tmf-api/customerBillManagement/v4/customerBill/${number}/document`),
      page.url(),
    ];
    expect(personal.length).toBeGreaterThan(5);
    await page.evaluate((urls) => Promise.all(urls.map(async (url) => (await fetch(url)).blob())), personal);
    await page.goto(at('/'));
    const greeting = (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';
    const name = greeting.replace('Hello, ', '');
    // A page of the old side between them: Back leads to what was left, not to what is still there.
    await page.goto(at('/usage'));
    await page.goto(at('/'));
    await page.getByText(greeting).waitFor();

    await page.getByRole('button', { name: 'Sign out' }).click();
    const signInLink = page.getByRole('link', { name: 'Sign in' });
    await signInLink.waitFor();
    const cached = await page.evaluate(
      (urls) =>
        Promise.all(
          urls.map((url) =>
            fetch(url, { cache: 'only-if-cached', mode: 'same-origin' }).then(
              ({ ok }) => ok && url,
              () => false,
            ),
          ),
        ),
      personal,
    );
    expect(cached.filter(Boolean)).toEqual([]);
    const left = await shownGoingBack(page);
    expect(left.length).toBeGreaterThan(2);
    for (const text of left) expect(text).not.toMatch(new RegExp(`${number}|${name}`));

    await signIn(page, system, 'C-1044');
    await page.locator('table.bills').waitFor();
    for (const text of await shownGoingBack(page)) expect(text).not.toMatch(new RegExp(`${number}|${name}`));
  });

  it('another tab shows what belongs to who is signed in now', async () => {
    const page = await openPage();
    await signIn(page, system, 'C-1045');
    const first = page.locator('table.bills tbody tr').first();
    const number = (await first.getAttribute('data-no')) ?? '';
    const other = await page.context().newPage();
    await other.goto(at('/invoices'));
    await other.getByRole('button', { name: 'Sign out' }).click();
    await other.getByRole('link', { name: 'Sign in' }).waitFor();
    await signIn(other, system, 'C-1046');
    const theirs = (await other.locator('table.bills tbody tr').first().getAttribute('data-no')) ?? '';
    expect(theirs).not.toBe(number);

    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
    await page.locator(`tr[data-no="${theirs}"]`).waitFor();
    expect(await page.locator(`tr[data-no="${number}"]`).count()).toBe(0);
  });
});

/** What is on the screen on each of the pages that were visited before, the last first. */
async function shownGoingBack(page: Page): Promise<string[]> {
  const shown: string[] = [];
  while ((await page.goBack({ waitUntil: 'load' })) !== null) {
    if (new URL(page.url()).protocol === 'about:') break;
    shown.push(await page.locator('body').innerText());
  }
  return shown;
}
