import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { accessibilityViolations } from './support/accessibility.ts';
import { launchBrowser, type VisitorOptions } from './support/browser.ts';
import { atStage, decide, laneOf, signInAsOperator, signInHere } from './support/console.ts';
import { answering, servedBy, signIn } from './support/portal.ts';
import { demoPassword, startSystem, type System } from './support/system.ts';
import { orderPayment, payOpenInvoice, Visits } from './support/visits.ts';
import { Visitors } from './support/visitors.ts';

let system: System;
let browser: Browser;
const visitors = new Visitors(() => browser);

beforeAll(async () => {
  [system, browser] = await Promise.all([
    // A change that is not carried out at once needs a person.
    startSystem({ inventory: { CHANGE_ATTENTION_AFTER_MS: '1' } }),
    launchBrowser(),
  ]);
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

async function customer(customerNo: string): Promise<Page> {
  const page = await openPage();
  await signIn(page, system, customerNo);
  return page;
}

describe('payments that need a person', () => {
  it('are listed, looked at and decided, and who decided first is told', async () => {
    await system.setStage('invoices', 'new');
    await system.breakOperation('billing-engine.settle', { mode: 'error', status: 422 });
    const payer = await customer('C-1041');
    await orderPayment(payer, system);
    const console = await openPage();
    await signInAsOperator(console, system);
    const needs = console.getByRole('list', { name: 'What needs you' });
    await needs.getByRole('link', { name: /payment/i }).click();
    await console.getByRole('heading', { level: 1, name: 'Payments' }).waitFor();
    expect(await accessibilityViolations(console)).toEqual([]);
    const row = console.locator('table tbody tr').first();
    expect(await row.textContent()).toContain('C-1041');
    await row.getByRole('link').click();
    await console.getByText('The card was charged, and the billing engine refuses').waitFor();
    expect(await accessibilityViolations(console)).toEqual([]);

    // Somebody else has the same page open, and is quicker.
    const quicker = await console.context().newPage();
    await quicker.goto(console.url());
    await console.getByRole('button', { name: 'Give back' }).click();
    const dialog = console.getByRole('dialog');
    await dialog.getByLabel('Reason', { exact: true }).fill('paid at the counter');
    await dialog.getByRole('button', { name: 'Give back' }).click();
    await dialog.getByText(/refundReference: is required/).waitFor();
    expect(await accessibilityViolations(console)).toEqual([]);

    await system.healEverything();
    await quicker.getByRole('button', { name: 'Retry' }).click();
    await quicker.getByRole('dialog').getByLabel('Reason', { exact: true }).fill('engine is back');
    await quicker.keyboard.press('Enter');
    await quicker.getByText('paid', { exact: true }).waitFor();
    expect(await quicker.locator('table tbody tr').textContent()).toMatch(/retry.*operator.*engine is back/s);

    await dialog.getByLabel(/^Reference of the refund/).fill('re_1');
    await dialog.getByRole('button', { name: 'Give back' }).click();
    await dialog.getByText(/operator decided “retry” at .*: engine is back/).waitFor();
  });
});

describe('changes of products that need a person', () => {
  it('are listed and decided, and their owner is told', async () => {
    await system.setStage('services', 'new');
    await system.breakOperation('provisioning.carry-out', { mode: 'hang' });
    const owner = await customer('C-1042');
    await owner.goto(`${system.url('gateway')}/services`);
    await answering(owner);
    await owner.getByRole('button', { name: 'Block the SIM' }).first().click();
    await owner.getByRole('dialog').getByRole('button', { name: 'Block the SIM' }).click();
    await owner.getByText('This takes longer than it should').waitFor();

    const console = await openPage();
    await signInAsOperator(console, system);
    const needs = console.getByRole('list', { name: 'What needs you' });
    await needs.getByRole('link', { name: 'A change of a product waits' }).click();
    await console.getByRole('heading', { level: 1, name: 'Changes' }).waitFor();
    expect(await accessibilityViolations(console)).toEqual([]);
    const row = console.locator('table tbody tr').first();
    expect(await row.textContent()).toMatch(/C-1042.*Block the SIM.*needs a person/s);
    await row.getByRole('link').click();
    await console.getByText('Provisioning has not carried it out for a long time.').waitFor();
    await console.getByRole('button', { name: 'Give up' }).click();
    const dialog = console.getByRole('dialog');
    expect(await accessibilityViolations(console)).toEqual([]);
    await dialog.getByLabel('Reason', { exact: true }).fill('the phone is found');
    await dialog.getByRole('button', { name: 'Give up' }).click();
    await console.getByText('not carried out', { exact: true }).waitFor();
    expect(await console.locator('table tbody tr').textContent()).toMatch(/give up.*operator.*the phone is found/s);

    await owner.reload();
    await owner.getByText('This could not be done').waitFor();
    await system.healEverything();
    expect(await owner.getByText('SIM blocked', { exact: true }).count()).toBe(0);
  });
});

describe('an operator', () => {
  beforeAll(async () => {
    await system.setStage('sign-in', 'new');
    await system.setStage('invoices', 'legacy', {
      canary: { percent: 0, include: ['customer:C-1031', 'customer:C-1033'], exclude: ['customer:C-1030'] },
      // Decided by failures alone: how fast a busy test machine is says nothing.
      guardrails: {
        window: '15s',
        minRequests: 20,
        maxErrorRateDelta: 0.2,
        ignoreP95Below: '5m',
        onBreach: 'rollback',
      },
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
    expect(order).toEqual(['start-page', 'invoices', 'usage', 'services', 'sign-in']);

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
      await lane.getByText(/% of requests.* fail on the new side/).waitFor();
      await console.getByRole('heading', { level: 1, name: /things? needs? you$/ }).waitFor();
      expect(await console.title()).toMatch(/^\(\d\)/);
      // The lanes stay where they were; what hurts is told above them, with the way there.
      expect(await console.locator('article[data-capability]').evaluateAll(names)).toEqual(order);
      await console
        .getByRole('list', { name: 'What needs you' })
        .getByRole('link', { name: /^Invoices/ })
        .click();
      await console.waitForURL(/#lane-invoices$/);
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
    expect(await entries.first().textContent()).toMatch(/rolled back.*new → legacy.*Guardrail.*% of requests.* fail/s);
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
    // What a chart shows is said to whoever uses the keyboard, decisions included, and is there after a reload.
    const cursor = lane.getByRole('slider', { name: /^Failed requests/ });
    await cursor.press('ArrowLeft');
    expect(await cursor.getAttribute('aria-valuetext')).toMatch(/^\d\d:\d\d:\d\d: old .*, new /);
    await lane.locator('.chart-mark').first().hover({ force: true });
    await lane.locator('[aria-valuetext*="Git changed to new"]').first().waitFor();
    const drawn = lane.locator('.chart .curve-new, .chart .curve-old');
    const before = await drawn.evaluateAll((paths) => paths.some((path) => path.getAttribute('d') !== ''));
    await console.reload();
    await atStage(lane, 'new');
    if (before) await drawn.and(console.locator(':not([d=""])')).first().waitFor({ state: 'attached' });

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

describe('an operator whose session has ended', () => {
  const reason = 'typed before it ended';

  async function typed(): Promise<{ console: Page; lane: Locator; dialog: Locator }> {
    const console = await openPage();
    await signInAsOperator(console, system);
    const lane = laneOf(console, 'sign-in');
    await lane.getByRole('button', { name: /^Pause/ }).click();
    const dialog = console.getByRole('dialog', { name: 'Pause Sign-in' });
    await dialog.getByLabel('Reason', { exact: true }).fill(reason);
    // As somebody else's sign-out, or an administrator, ends it: the page is not told.
    await console.context().clearCookies();
    await dialog.getByRole('button', { name: 'Pause' }).click();
    await dialog.getByText('You have been signed out').waitFor();
    return { console, lane, dialog };
  }

  it('goes on with what was typed after signing in again in the same tab', async () => {
    const { console, dialog } = await typed();
    await dialog.getByRole('link', { name: 'Sign in again' }).click();
    await signInHere(console, system);
    const again = console.getByRole('dialog', { name: 'Pause Sign-in' });
    expect(await again.getByLabel('Reason', { exact: true }).inputValue()).toBe(reason);
    // Given up is given up.
    await again.getByRole('button', { name: 'Cancel' }).click();
    await console.reload();
    await laneOf(console, 'sign-in').waitFor();
    expect(await console.getByRole('dialog').count()).toBe(0);
  });

  it('goes on where it was after signing in in another tab', async () => {
    const { console, lane, dialog } = await typed();
    const another = await console.context().newPage();
    await signInAsOperator(another, system);
    await console.getByText('Live', { exact: true }).waitFor();
    expect(await dialog.getByLabel('Reason', { exact: true }).inputValue()).toBe(reason);
    await dialog.getByRole('button', { name: 'Pause' }).click();
    await lane.getByText('Paused', { exact: true }).waitFor();
    await decide(lane, /^Follow Git/, 'seen enough');
    await lane.getByText('Paused', { exact: true }).waitFor({ state: 'detached' });
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
