import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { accessibilityViolations } from './support/accessibility.ts';
import { launchBrowser, type VisitorOptions } from './support/browser.ts';
import { devices } from './support/devices.ts';
import { expectAccessible } from './support/expect-accessible.ts';
import { servedBy, signIn } from './support/portal.ts';
import { keepScreenshot } from './support/screenshots.ts';
import { startSystem, type System } from './support/system.ts';
import { Visitors } from './support/visitors.ts';

let system: System;
let browser: Browser;
const visitors = new Visitors(() => browser);

beforeAll(async () => {
  system = await startSystem({
    // A card comes as soon as anything else that was ordered.
    backoffice: { SIM_DELIVERY_MS: '1000', PROVISIONING_DELAY_MS: '1000' },
    // What a page comes with is waited for, however busy the machine is.
    portal: { FIRST_DATA_TIMEOUT_MS: '10000' },
  });
  browser = await launchBrowser();
  for (const capability of ['sign-in', 'start-page', 'usage', 'services']) await system.setStage(capability, 'new');
});
afterEach(async () => {
  await system.healEverything();
  await visitors.leave();
});
afterAll(async () => {
  await browser.close();
  await system.stop();
});

async function open(customerNo: string, path: string, options?: VisitorOptions): Promise<Page> {
  const page = await visitors.openPage(options);
  await signIn(page, system, customerNo, path);
  expect(await servedBy(page)).toBe('new');
  return page;
}

async function asked<T>(path: string): Promise<T> {
  return (await (await fetch(`${system.url('backoffice')}${path}`)).json()) as T;
}

const simOf = async (serviceNo: string): Promise<{ iccid: string; status: string }> =>
  (await asked<{ sim: { iccid: string; status: string } }>(`/provisioning/services/${serviceNo}`)).sim;

describe.each(Object.entries(devices))('usage and services are accessible on a %s', (device, options) => {
  it('on pages of their own and on the start page', async () => {
    const page = await open('C-1006', '/', options);
    await page.getByText('What is left').first().waitFor();
    await expectAccessible(page, device, 'start page with what is left');
    await page.goto(`${system.url('gateway')}/usage`);
    await page.getByText('Use on your next invoice').waitFor();
    await expectAccessible(page, device, 'usage');
    await page.goto(`${system.url('gateway')}/services`);
    await page.locator('section.card').filter({ hasText: 'a month' }).first().waitFor();
    await expectAccessible(page, device, 'services');
  });
});

describe('a customer looks after their services', () => {
  it('blocks a lost SIM, and sees it blocked when provisioning says so and not before', async () => {
    await system.breakOperation('provisioning.carry-out', { mode: 'hang' });
    const page = await open('C-1001', '/services');
    const line = page.locator('section.card').filter({ hasText: 'SIM number' });
    await line.getByRole('button', { name: 'Block the SIM' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Block the SIM' }).click();
    await line.getByText('Being carried out.').waitFor();
    expect(await line.getByText('Active', { exact: true }).count()).toBe(1);
    expect((await simOf('S-1001-1')).status).toBe('ACTIVE');
    expect(await accessibilityViolations(page)).toEqual([]);

    await system.healEverything();
    await line.getByText('SIM blocked', { exact: true }).waitFor();
    expect((await simOf('S-1001-1')).status).toBe('BLOCKED');
    await line.getByRole('button', { name: 'Unblock the SIM' }).click();
    await line.getByText('Active', { exact: true }).waitFor();
  });

  it('reads the PUK, switches to an eSIM and reads its code, and gives the line a name', async () => {
    const page = await open('C-1001', '/services');
    const line = page.locator('section.card').filter({ hasText: 'SIM number' });
    await line.getByRole('button', { name: 'Show the PUK' }).click();
    const { puk } = await asked<{ puk: string }>(`/provisioning/sims/${(await simOf('S-1001-1')).iccid}/puk`);
    await line.getByText(puk).waitFor();

    const toEsim = line.getByRole('button', { name: 'Switch to eSIM' });
    if ((await toEsim.count()) > 0) {
      await toEsim.click();
      await page.getByRole('dialog').getByRole('button', { name: 'Switch to eSIM' }).click();
    }
    await line.getByRole('button', { name: 'Show the eSIM code' }).click();
    await line.getByText('LPA:1$smdp.mytelco.example$').waitFor();

    await line.getByRole('button', { name: 'Rename' }).click();
    await line.getByLabel('Your name for it').fill('Mum’s phone');
    await line.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Mum’s phone' }).waitFor();
  });
});

describe('a customer orders a new SIM card', () => {
  it('says where it is to be sent, and keeps the old SIM until provisioning says that the card is active', async () => {
    await system.breakOperation('provisioning.carry-out', { mode: 'hang' });
    const page = await open('C-1003', '/services');
    const line = page.locator('section.card').filter({ hasText: 'SIM number' }).first();
    const before = await line.getByText(/^SIM number/).textContent();
    await line.getByRole('button', { name: 'Order a new SIM card' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Order the card' }).click();
    await dialog.getByText('Fill this in.').first().waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await dialog.getByLabel('Street and number').fill('Tamme 5');
    await dialog.getByLabel('Postcode').fill('50403');
    await dialog.getByLabel('Town').fill('Tartu');
    await keepScreenshot(page, 'desktop', 'services-new-card');
    await dialog.getByRole('button', { name: 'Order the card' }).click();
    await line.getByText('A new SIM card is on its way to you.').waitFor();
    expect(await line.getByText(/^SIM number/).textContent()).toBe(before);
    // The old one may be lost: it can be blocked while the card is on its way.
    expect(await line.getByRole('button', { name: 'Block the SIM' }).count()).toBe(1);
    expect(await line.getByRole('button', { name: 'Order a new SIM card' }).count()).toBe(0);
    expect(await accessibilityViolations(page)).toEqual([]);
    await keepScreenshot(page, 'desktop', 'services-card-on-its-way');

    await system.healEverything();
    await line.getByText('A new SIM card is on its way to you.').waitFor({ state: 'detached' });
    await expectChanged(() => line.getByText(/^SIM number/).textContent(), before);
  });
});

/** The test's own deadline ends a wait in vain. */
async function expectChanged(read: () => Promise<string | null>, before: string | null): Promise<void> {
  let now = await read();
  while (now === before) now = await read();
  expect(now).toMatch(/^SIM number/);
}

describe('a customer chooses their spending limit', () => {
  it('within what is allowed, and sees the old one until rating has confirmed the new one', async () => {
    const page = await open('C-1004', '/usage');
    const card = page.locator('section.card').filter({ hasText: 'Use on your next invoice' });
    await card.getByText('You have no spending limit.').waitFor();
    await card.getByRole('button', { name: 'Set a limit' }).click();
    await card.getByLabel('Limit a month (EUR)').fill('1000');
    await card.getByRole('button', { name: 'Save' }).click();
    await card.getByRole('alert').getByText('€5.00 to €300.00').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);

    await system.breakOperation('rating.set-spending-limit', { mode: 'hang' });
    await card.getByLabel('Limit a month (EUR)').fill('25');
    await card.getByRole('alert').waitFor({ state: 'detached' });
    await keepScreenshot(page, 'desktop', 'usage-limit');
    await card.getByRole('button', { name: 'Save' }).click();
    await card.getByText('Your new limit of €25.00 is being set.').waitFor();
    expect(await card.getByText('You have no spending limit.').count()).toBe(1);
    expect(await accessibilityViolations(page)).toEqual([]);
    await system.healEverything();
    await card.getByText('Your spending limit is €25.00.').waitFor();
    expect(await asked<{ spendingLimit: string }>('/rating/customers/C-1004/account')).toMatchObject({
      spendingLimit: '25.00',
    });

    await card.getByRole('button', { name: 'Remove the limit' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove the limit' }).click();
    await card.getByText('You have no spending limit.').waitFor();
  });
});

describe('the first answer', () => {
  /** Of a page, as a browser asks for it. */
  async function firstAnswer(page: Page, path: string): Promise<string> {
    const headers = { accept: 'text/html' };
    return (await page.request.get(`${system.url('gateway')}${path}`, { headers })).text();
  }

  it.each([
    ['/services', /SIM number 8937/],
    ['/usage', /Use on your next invoice/],
    ['/', /What is left/],
  ])('of %s has in it what the customer came for, before any script', async (path, shown) => {
    const page = await open('C-1001', path);
    const html = await firstAnswer(page, path);
    expect(html.slice(html.indexOf('<main'), html.indexOf('</main>'))).toMatch(shown);
    expect(html.slice(html.indexOf('<main'), html.indexOf('</main>'))).not.toContain('Loading…');
  });

  it('has nothing in it of what is on the old side', async () => {
    await system.setStage('usage', 'legacy');
    const page = await open('C-1001', '/');
    const html = await firstAnswer(page, '/');
    expect(html).not.toContain('usageConsumption');
    await system.setStage('usage', 'new');
  });
});

describe('a customer looks at their usage', () => {
  it('sees what is left, and what today’s use adds to the next invoice', async () => {
    await fetch(`${system.url('backoffice')}/rating/records`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        recordNo: 'today',
        lineNo: 'S-1001-1',
        kind: 'MESSAGE',
        zone: 'PREMIUM',
        startedAt: new Date().toISOString(),
        quantity: 1,
        charge: '1.50',
      }),
    });
    const page = await open('C-1001', '/usage');
    await page.getByText('Data when roaming').waitFor();
    const { spentToday } = await asked<{ spentToday: string }>('/rating/customers/C-1001/balance');
    const today = page.getByText(`€${spentToday} of it today`);
    // Until the feed has been followed; the deadline of the test ends a wait in vain.
    while ((await today.count()) === 0) {
      await page.reload();
      await page.getByRole('heading', { name: 'Use on your next invoice' }).waitFor();
    }
    await page.getByRole('heading', { name: 'Data day by day' }).waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
  });

  it('can tell on a phone which bar is which day: no label is cut, or lies on another', async () => {
    const page = await open('C-1001', '/usage', { phone: true });
    const labels = page.locator('.bar-label:visible');
    await labels.last().waitFor();
    const places = await labels.evaluateAll((all) =>
      all.map((label) => {
        const text = document.createRange();
        text.selectNodeContents(label);
        const { left, right } = text.getBoundingClientRect();
        const isCut = getComputedStyle(label).overflowX !== 'visible' && label.scrollWidth > label.clientWidth;
        return { left, right, isCut };
      }),
    );
    // On the first of a month there is one.
    expect(places.length).toBeGreaterThan(0);
    const isBad = ({ left, isCut }: (typeof places)[number], i: number): boolean =>
      isCut || left < (places[i - 1]?.right ?? 0);
    expect(places.filter(isBad)).toEqual([]);
  });

  it('sees the last known figures when rating hangs, and from when they are', async () => {
    const page = await open('C-1001', '/usage');
    await page.getByText('Data when roaming').waitFor();
    await system.breakOperation('rating.*', { mode: 'hang' });
    // The answer is what it would be after ten minutes of that.
    await page.route('**/queryUsageConsumption', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), age: '600' } });
    });
    // Without data of its own, so that the page asks for it: nobody who wants anything but a page gets some.
    await page.route('**/usage', async (route) => {
      const headers = { ...route.request().headers(), accept: '*/*' };
      await route.fulfill({ response: await route.fetch({ headers }) });
    });
    await page.reload();
    await page.getByText('Data when roaming').waitFor();
    await page.getByText(/^As of .*Newer figures are not available right now\.$/).waitFor();
  });
});
