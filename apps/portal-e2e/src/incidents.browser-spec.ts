import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser, type VisitorOptions } from './support/browser.ts';
import { atStage, laneOf, signInAsOperator } from './support/console.ts';
import { devices } from './support/devices.ts';
import { expectAccessible } from './support/expect-accessible.ts';
import { signIn } from './support/portal.ts';
import { startSystem, type System } from './support/system.ts';
import { Visitors } from './support/visitors.ts';

/**
 * Pinpoint counts in looks, one a second on a machine that has the time for it and one in several on a machine that has
 * not. Named after a few of them; over after some sixty, where what failed is not asked again. Both are waited for no
 * longer than they take.
 */
const named = { timeout: 120_000 };
const over = { timeout: 240_000 };
const longestTestMs = 420_000;
const longestStartMs = 300_000;

const headline = /^billing-engine: answers with errors/;

let system: System;
let browser: Browser;
const visitors = new Visitors(() => browser);

beforeAll(async () => {
  // What asks the billing engine all the time, so that it shows at once how that is.
  const often = { billing: { BILL_SYNC_INTERVAL_SECONDS: '1' } };
  [system, browser] = await Promise.all([startSystem(often), launchBrowser()]);
  await system.setStage('invoices', 'new');
  await system.setStage('start-page', 'new');
}, longestStartMs);
afterEach(async () => {
  await system.healEverything();
  await visitors.leave();
});
afterAll(async () => {
  await browser.close();
  await system.stop();
});

const openPage = (options?: VisitorOptions): Promise<Page> => visitors.openPage(options);

describe.each(['desktop', 'phone by night'] as const)('on a %s', (device) => {
  const options = devices[device];

  it(
    'the first page names a real fault by itself, and says when it is over',
    async () => {
      const page = await openPage(options);
      await signInAsOperator(page, system, '/');
      await page.getByRole('heading', { level: 1 }).waitFor();
      await system.breakOperation('billing-engine.*', { mode: 'error' });
      const incident = page.getByRole('article').filter({ has: page.getByRole('link', { name: headline }) });
      await incident.getByText(/Customers notice|Nobody notices/).waitFor(named);
      await expectAccessible(page, device, 'now');

      // By keyboard alone to what proves it.
      await incident.getByRole('link', { name: headline }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: headline }).waitFor();
      await page
        .getByRole('table', { name: 'What speaks for it' })
        .getByText(/billing → billing-engine/)
        .first()
        .waitFor();
      await expectAccessible(page, device, 'incident');

      await page.goBack();
      await system.healEverything();
      await incident.getByText('Over', { exact: true }).waitFor(over);
    },
    longestTestMs,
  );

  it('a customer is looked up: which side answers and why, and who looked', async () => {
    const customer = await openPage(options);
    await signIn(customer, system, device === 'desktop' ? 'C-1041' : 'C-1042');
    const page = await openPage(options);
    await signInAsOperator(page, system, '/customers');
    await page.getByLabel(/^Number of the customer/).fill(device === 'desktop' ? 'C-1041' : 'C-1042');
    await page.keyboard.press('Enter');
    const sides = page.getByRole('table', { name: 'Which side answers, and why' });
    const invoices = sides.getByRole('row', { name: /^invoices new new/ });
    await invoices.waitFor();
    const headings = ['Capability', 'Side', 'Stage', 'Why'];
    expect(await sides.getByRole('columnheader').allTextContents()).toEqual(headings);
    expect(await besideCells(invoices)).toEqual(options.phone ? headings.map((heading) => `${heading}: `) : []);
    await page.getByText(/^Looked at by .*operator/).waitFor();
    await page.getByText(/^Signed in/).waitFor();
    await expectAccessible(page, device, 'customer');
  });

  it('first aid is one button and a reason that is there already', async () => {
    const page = await openPage(options);
    await page.route('**/api/pinpoint/now', (route) => route.fulfill({ json: whereThePortalHangs }));
    await signInAsOperator(page, system, '/');
    await page.getByText('kubectl rollout restart deployment/portal').waitFor();
    await page.getByRole('button', { name: /^Roll back.*Start page/ }).focus();
    await expectAccessible(page, device, 'first aid');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Roll back Start page' });
    expect(await dialog.getByLabel('Reason', { exact: true }).inputValue()).toBe('portal: runs and does not answer');
    await expectAccessible(page, device, 'first aid, asked');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.goto(`${system.url('console')}/capabilities`);
    const lane = laneOf(page, 'start-page');
    await atStage(lane, 'legacy');
    await lane.getByText('operator: portal: runs and does not answer').waitFor();
    await lane.getByRole('button', { name: /^Follow Git/ }).click();
    await page.getByRole('dialog').getByLabel('Reason', { exact: true }).fill('it answers again');
    await page.keyboard.press('Enter');
    await page
      .getByRole('dialog')
      .getByLabel(/^Do it anyway/)
      .check();
    await page.getByRole('button', { name: 'Go to new anyway' }).click();
    await atStage(lane, 'new');
  });
});

/** What the page's look puts before the values of a row. */
async function besideCells(row: Locator): Promise<string[]> {
  const before = await row
    .locator('th, td')
    .evaluateAll((cells) => cells.map((cell) => getComputedStyle(cell, '::before').content));
  return before.flatMap((content) => /^"(.*?)"/.exec(content)?.[1] ?? []);
}

/** What pinpoint says while the portal hangs and its fallback does, too. */
const whereThePortalHangs = {
  at: '2026-11-29T10:00:00.000Z',
  incidents: [
    {
      id: '7f3c0f6e-6b0a-4f0a-9f63-0c9d2e7d1a11',
      state: 'open',
      masked: false,
      sinceMs: Date.parse('2026-11-29T09:59:00.000Z'),
      diagnosis: {
        kind: 'process-silent',
        headline: 'portal: runs and does not answer',
        evidence: [{ verdict: 'for', about: 'portal', text: 'takes connections and says nothing' }],
        symptoms: [{ kind: 'failed', capability: 'start-page', side: 'new', text: '9 of 10 requests failed' }],
        firstAid: {
          action: 'rollback',
          text: 'Put the capability back on the old portal: it answers while this is looked into.',
          command: 'kubectl rollout restart deployment/portal',
        },
        runbook: 'docs/runbooks/process-silent.md',
      },
      story: [],
    },
  ],
  processes: [{ service: 'portal', instance: 'portal', state: 'silent' }],
  changes: [],
  signals: [],
};
