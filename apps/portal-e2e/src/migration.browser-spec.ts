import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { accessibilityViolations } from './support/accessibility.ts';
import { launchBrowser, newVisitor } from './support/browser.ts';
import { atStage, decide, laneOf, signInAsOperator } from './support/console.ts';
import { servedBy, signIn } from './support/portal.ts';
import { demoPassword, startSystem, type System } from './support/system.ts';
import { payOpenInvoice, Visits } from './support/visits.ts';

let system: System;
let browser: Browser;
const visitors: BrowserContext[] = [];

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem(), launchBrowser()]);
});
afterEach(async () => {
  await Promise.all(visitors.splice(0).map((visitor) => visitor.close()));
});
afterAll(async () => {
  await browser.close();
  await system.stop();
});

async function openPage(options?: { phone?: boolean }): Promise<Page> {
  const visitor = await newVisitor(browser, options);
  visitors.push(visitor);
  return visitor.newPage();
}

async function customer(customerNo: string): Promise<Page> {
  const page = await openPage();
  await signIn(page, system, customerNo);
  return page;
}

describe('an operator', () => {
  beforeAll(async () => {
    await system.setStage('sign-in', 'new');
    await system.setStage('invoices', 'legacy', {
      canary: { percent: 0, include: ['customer:C-1031', 'customer:C-1033'], exclude: ['customer:C-1030'] },
      // Decided by failures alone: how fast a busy test machine is says nothing.
      guardrails: { window: '5s', minRequests: 20, maxErrorRateDelta: 0.2, ignoreP95Below: '5m', onBreach: 'rollback' },
      // Those who pay meanwhile may be seen paid on one side a moment before the other.
      promotion: { window: '1h', minComparisons: 20, maxDifferenceRate: 0.1 },
    });
  });

  it('takes invoices from the old portal to the new one and sees a fault take it back, while customers pay', async () => {
    const console = await openPage();
    await signInAsOperator(console, system);
    const lane = laneOf(console, 'invoices');
    await atStage(lane, 'legacy');
    await lane.getByText('On the old side').waitFor();
    const names = (lanes: (SVGElement | HTMLElement)[]): (string | undefined)[] =>
      lanes.map(({ dataset }) => dataset['capability']);
    const order = await console.locator('article[data-capability]').evaluateAll(names);
    expect(order).toEqual(['start-page', 'invoices', 'sign-in']);

    const onTheOldSide = await customer('C-1030');
    const onTheNewSide = await customer('C-1031');
    const payers = { legacy: await customer('C-1032'), new: await customer('C-1033') };
    const paid = [await payOpenInvoice(payers.legacy, system)];

    // Shadow: nobody notices, everything is compared. Before enough is, there is no going on.
    await decide(lane, /^Advance to shadow/, 'begin to compare');
    await atStage(lane, 'shadow');
    await lane.getByText('Git: legacy').waitFor();
    const tooSoon = await decide(lane, /^Advance to canary/, 'too soon');
    await tooSoon.getByText(/too few comparisons/).waitFor();
    await tooSoon.getByRole('button', { name: 'Cancel' }).click();

    const visits = new Visits([onTheOldSide, onTheNewSide]);
    try {
      await lane.getByText('Gate parity: passed').waitFor();
      for (const fact of ['date', 'amount', 'currency', 'due', 'status']) {
        await lane.getByRole('list', { name: 'By fact' }).getByText(fact, { exact: true }).waitFor();
      }
      paid.push(await payOpenInvoice(await customer('C-1034'), system));

      // Canary: the chosen are on the new side, the others where they were.
      await decide(lane, /^Advance to canary/, 'facts are alike');
      await lane
        .locator('[aria-current="step"]')
        .getByText(/^canary/)
        .waitFor();
      await lane.getByText('Healthy', { exact: true }).waitFor();
      paid.push(await payOpenInvoice(payers.new, system));
      expect(await servedBy(payers.new)).toBe('new');
      expect(await sideSeenBy(onTheOldSide)).toBe('legacy');

      // New: everybody.
      await decide(lane, /^Advance to new/, 'canary is healthy');
      await atStage(lane, 'new');
      expect(await sideSeenBy(onTheOldSide)).toBe('new');
      const late = await customer('C-1035');
      paid.push(await payOpenInvoice(late, system));
      expect(await servedBy(late)).toBe('new');

      // A fault on the new side: it is taken back before anybody has decided anything.
      await lane.getByText('Healthy', { exact: true }).waitFor();
      await system.process('billing').kill();
      await lane.getByText('Rolled back by guardrail').waitFor();
      await atStage(lane, 'legacy');
      await lane.getByText(/% of requests fail on the new side/).waitFor();
      await console.getByRole('heading', { level: 1, name: /things? needs? you$/ }).waitFor();
      expect(await console.title()).toMatch(/^\(\d\)/);
      // The lanes stay where they were; what hurts is told above them, with the way there.
      expect(await console.locator('article[data-capability]').evaluateAll(names)).toEqual(order);
      await console
        .getByRole('list', { name: 'What needs you' })
        .getByRole('link', { name: /^Invoices/ })
        .click();
      expect(new URL(console.url()).hash).toBe('#lane-invoices');
      expect(await accessibilityViolations(console)).toEqual([]);

      // Nobody had to sign in again, and paying goes on.
      const atNight = await customer('C-1036');
      paid.push(await payOpenInvoice(atNight, system));
      expect(await servedBy(atNight)).toBe('legacy');
      await late.goto(`${system.url('gateway')}/invoices`);
      expect(await servedBy(late)).toBe('legacy');
      await late
        .locator(`tr[data-no="${paid[3] ?? ''}"]`)
        .getByText(/Paid/)
        .waitFor();
    } finally {
      await visits.stop();
    }
    restart('billing');
    for (const number of paid) expect(await system.invoice(number)).toMatchObject({ status: 'PAID', open: '0.00' });
    expect(new Set(paid).size).toBe(5);

    // Who, what, why: the guardrail's own decision among the operator's.
    await console.getByRole('link', { name: 'Audit' }).click();
    await console.getByRole('heading', { level: 1, name: 'Audit' }).waitFor();
    const entries = console.locator('table tbody tr');
    await entries.first().waitFor();
    expect(await entries.first().textContent()).toMatch(/rolled back.*new → legacy.*Guardrail.*% of requests fail/s);
    await entries.first().getByText('The numbers then').click();
    await entries
      .first()
      .getByText(/^New side: .* failed/)
      .waitFor();
    expect(await accessibilityViolations(console)).toEqual([]);
    // At every letter, without leaving the field.
    await console.getByLabel('Who').pressSequentially('oper');
    await entries.filter({ hasText: 'Guardrail' }).first().waitFor({ state: 'detached' });
    expect(await console.getByLabel('Who').evaluate((field) => field === document.activeElement)).toBe(true);
    await console.getByLabel('Who').pressSequentially('ator');
    await entries.filter({ hasNotText: 'operator' }).first().waitFor({ state: 'detached' });
    expect(await entries.allTextContents()).toEqual([
      expect.stringContaining('canary is healthy'),
      expect.stringContaining('facts are alike'),
      expect.stringContaining('begin to compare'),
    ]);
  });

  it('rolls back in one click and a reason, on a phone, by keyboard, after looking why', async () => {
    await system.setStage('start-page', 'new');
    const console = await openPage({ phone: true });
    await signInAsOperator(console, system);
    const lane = laneOf(console, 'start-page');
    await atStage(lane, 'new');
    expect(await accessibilityViolations(console)).toEqual([]);
    const overflow = await console.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);

    await lane.getByRole('button', { name: /^Roll back/ }).focus();
    await console.keyboard.press('Enter');
    const dialog = console.getByRole('dialog', { name: 'Roll back Start page' });
    await dialog.waitFor();
    expect(await accessibilityViolations(console)).toEqual([]);
    await console.keyboard.press('Enter');
    await dialog.getByText('Say why in a few words').waitFor();
    await console.keyboard.type('wrong greeting');
    await console.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await atStage(lane, 'legacy');
    await lane.getByText('operator: wrong greeting').waitFor();
    await lane.getByText('Git: new').waitFor();

    const following = await decide(lane, /^Follow Git/, 'greeting mended');
    await following.getByText(/new is not the next stage/).waitFor();
    await following.getByLabel(/^Do it anyway/).check();
    await following.getByRole('button', { name: 'Go to new anyway' }).click();
    await atStage(lane, 'new');
  });

  it('keeps what was last known, and from when, while the connection is lost', async () => {
    const console = await openPage();
    await signInAsOperator(console, system);
    await console.getByText('Live', { exact: true }).waitFor();
    await system.process('console').stop();
    await console.getByText(/^Connection lost/).waitFor();
    await laneOf(console, 'invoices').waitFor();
    restart('console');
    await console.getByText('Live', { exact: true }).waitFor();
  });
});

describe('a customer', () => {
  it('gets nothing of the console', async () => {
    const page = await customer('C-1040');
    await page.goto(system.url('console'));
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.locator('#login').fill('c-1040@example.com');
    await page.locator('#password').fill(demoPassword);
    await page.locator('#password').press('Enter');
    await page.getByText(/user name or the password is not right/).waitFor();
    const answer = await fetch(`${system.url('console')}/api/capabilities`);
    expect(answer.status).toBe(401);
    // Nor is anything of it below the portal's address.
    for (const path of ['/operations/v1/capabilities', '/api/capabilities', '/capabilities/invoices']) {
      const below = await fetch(`${system.url('gateway')}${path}`, { redirect: 'manual' });
      expect(await below.text()).not.toMatch(/guardrails|Wellspring console/);
    }
  });
});

/** Which portal answers the customer now, in another tab: theirs goes on as it is. */
async function sideSeenBy(customer: Page): Promise<'new' | 'legacy'> {
  const tab = await customer.context().newPage();
  await tab.goto(`${system.url('gateway')}/invoices`);
  const side = await servedBy(tab);
  await tab.close();
  return side;
}

function restart(app: string): void {
  system.process(app).start((reason) => {
    throw new Error(reason);
  });
}
