import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, type VisitorOptions } from './support/browser.ts';
import { devices } from './support/devices.ts';
import { expectAccessible } from './support/expect-accessible.ts';
import { answering, signIn } from './support/portal.ts';
import { startSystem, type System } from './support/system.ts';
import { Visitors } from './support/visitors.ts';

let system: System;
let browser: Browser;
const visitors = new Visitors(() => browser);

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem(), launchBrowser()]);
  await system.setStage('sign-in', 'new');
  await system.setStage('start-page', 'new');
  await system.setStage('invoices', 'new');
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

const at = (path: string): string => `${system.url('gateway')}${path}`;
const languageOf = (page: Page): Promise<string | null> => page.locator('html').getAttribute('lang');

describe('a language chosen once', () => {
  it('holds on the new pages, the old ones, in documents, at sign-in, and when something fails', async () => {
    const page = await openPage({ locale: 'en-GB' });
    await signIn(page, system, 'C-1041');
    await page.getByRole('combobox', { name: 'Language' }).selectOption('et');
    await page.getByRole('heading', { level: 1, name: 'Arved' }).waitFor();

    await page.goto(at('/plan'));
    await page.getByRole('heading', { name: 'Minu pakett' }).first().waitFor();

    const bills = await page.request.get(at('/tmf-api/customerBillManagement/v4/customerBill?limit=1'));
    const [bill] = (await bills.json()) as { billDocument: { url: string }[] }[];
    const document = await page.request.get(at(bill?.billDocument[0]?.url ?? ''));
    expect(document.headers()).toMatchObject({ 'content-type': 'application/pdf', 'content-language': 'et' });

    await page.goto(at('/invoices'));
    await answering(page);
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
    await page.goto(at('/plan'));
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
    await page.goto(at('/plan'));
    await page.goto(at('/'));
    await page.getByText(greeting).waitFor();

    await answering(page);
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
    await answering(other);
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

describe.each([
  ['desktop', 'C-1047', 'C-1049'],
  ['phone', 'C-1047', 'C-1048'],
  ['phone by night', 'C-1050', 'C-1051'],
  ['desktop at 200 %', 'C-1052', 'C-1053'],
] as const)('every page and state is accessible on a %s', (device, reader, payer) => {
  const options = devices[device];
  const billing = '**/customerBill*';

  it('of the portal', async () => {
    const page = await openPage(options);
    await page.goto(at('/invoices'));
    await page.getByRole('heading', { name: 'Welcome' }).waitFor();
    await expectAccessible(page, device, 'signed out');

    await signIn(page, system, reader, '/');
    await page.getByRole('region', { name: 'To pay' }).getByRole('link').first().waitFor();
    await expectAccessible(page, device, 'start page');
    const more = page.getByRole('button', { name: 'More' });
    if (await more.isVisible()) {
      await more.click();
      await page.getByRole('combobox', { name: 'Language' }).waitFor();
      await expectAccessible(page, device, 'menu');
      await page.keyboard.press('Escape');
    }

    await page.goto(at('/invoices'));
    await page.locator('table.bills tbody a').first().waitFor();
    await expectAccessible(page, device, 'invoices');
    await page.goto(at('/invoices?year=2001'));
    await page.getByText('No invoices match.').waitFor();
    await expectAccessible(page, device, 'no invoice matches');

    await page.route(billing, (route) => route.fulfill({ json: [], headers: { 'x-total-count': '0' } }));
    await page.goto(at('/invoices'));
    await page.getByText('You have no invoices yet.').waitFor();
    await expectAccessible(page, device, 'no invoices');
    await page.unroute(billing);

    await page.route(billing, () => undefined);
    await page.goto(at('/invoices'));
    await page.getByText('Loading…').first().waitFor({ state: 'attached' });
    await expectAccessible(page, device, 'loading');
    await page.unroute(billing);

    await page.route(billing, (route) => route.fulfill({ status: 500, json: { traceId: 'a'.repeat(32) } }));
    await page.goto(at('/invoices'));
    await page.getByRole('alert').waitFor();
    await expectAccessible(page, device, 'invoices failed');
    await page.unroute(billing);

    await page.goto(at('/invoices/INV-0000-0000'));
    await page.getByText('Page not found').waitFor();
    await expectAccessible(page, device, 'no such invoice');
  });

  it('of paying', async () => {
    const page = await openPage(options);
    await signIn(page, system, payer);
    await page
      .locator('table.bills tbody tr')
      .filter({ hasText: /To pay|Overdue/ })
      .first()
      .getByRole('link')
      .click();
    await page.locator('table.lines tbody tr').first().waitFor();
    await expectAccessible(page, device, 'invoice');

    await page.getByRole('button', { name: /^Pay / }).click();
    await page.getByRole('radio', { name: /Mastercard ending in 0002/ }).check();
    await expectAccessible(page, device, 'confirmation');
    await page.getByRole('dialog').getByRole('button', { name: /^Pay / }).click();
    await page.getByText('The payment was declined').waitFor();
    await expectAccessible(page, device, 'declined');

    await page.getByRole('button', { name: /^Pay / }).click();
    await page.getByRole('radio', { name: /Visa ending in 4242/ }).check();
    await system.breakOperation('payment-provider.*', { mode: 'hang' });
    await page.getByRole('dialog').getByRole('button', { name: /^Pay / }).click();
    await page.getByText('Your payment is on its way').waitFor();
    await expectAccessible(page, device, 'pending');
    await system.healEverything();
    await page.locator('.bill-summary').getByText('Paid', { exact: true }).waitFor();
    await expectAccessible(page, device, 'paid');

    for (const [status, title] of [
      ['needsAttention', 'We are checking your payment'],
      ['failed', 'The payment did not go through'],
      ['refunded', 'We have returned your payment'],
    ] as const) {
      await page.route('**/payment?*', async (route) => {
        const payments = (await (await route.fetch()).json()) as { status: string }[];
        await route.fulfill({ json: payments.slice(0, 1).map((payment) => ({ ...payment, status })) });
      });
      await page.reload();
      await page.locator('.payments li').waitFor();
      if (status === 'needsAttention') await page.getByText(title).waitFor();
      await expectAccessible(page, device, status);
      await page.unroute('**/payment?*');
    }
  });
});

const refused = 422;
const unavailable = 503;

/** Sends the sign-in form, and resolves with the status of the answer when the page that came of it is there. */
async function answerTo(page: Page, password: string): Promise<number> {
  await page.locator('#password').fill(password);
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'POST'),
    page.waitForEvent('framenavigated'),
    page.locator('#password').press('Enter'),
  ]);
  await page.waitForLoadState();
  return answer.status();
}

describe.each(['desktop', 'phone'] as const)('every page beside the portal is accessible on a %s', (device) => {
  const options = devices[device];

  it('of signing in and out', async () => {
    const page = await openPage(options);
    await page.goto(at('/sign-in'));
    await page.locator('#login').waitFor();
    await expectAccessible(page, device, 'sign-in');
    const form = page.locator('form');
    await form.evaluate((element: HTMLFormElement) => {
      element.noValidate = true;
    });
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Fill in both fields.').waitFor();
    await expectAccessible(page, device, 'nothing filled in');

    await page.locator('#login').fill(`nobody-${options.phone ? 'phone' : 'desktop'}@example.com`);
    expect(await answerTo(page, 'not the password')).toBe(refused);
    await expectAccessible(page, device, 'refused');
    while ((await answerTo(page, 'not the password')) === refused);
    await page.getByText('Too many attempts').waitFor();
    await expectAccessible(page, device, 'locked');

    await system.breakOperation('crm.*', { mode: 'error' });
    await page.locator('#login').fill(`somebody-${options.phone ? 'phone' : 'desktop'}@example.com`);
    expect(await answerTo(page, 'a password')).toBe(unavailable);
    await page.getByText('We cannot check your password right now.').waitFor();
    await expectAccessible(page, device, 'cannot be checked');
    await system.healEverything();
    // Whoever signs in next for the first time needs the CRM.
    await system.callsAgain('identity', 'crm');

    for (const [path, heading] of [
      ['/identity/interaction/none', 'This sign-in has ended'],
      ['/identity/auth?client_id=unknown', 'Something went wrong'],
      ['/identity/session/end', 'You are signed out'],
    ] as const) {
      await page.goto(at(path));
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
      await expectAccessible(page, device, path);
    }

    await page.goto(system.url('console'));
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Operator sign-in' }).waitFor();
    await expectAccessible(page, device, 'operator sign-in');
  });

  it.each([
    ['old portal', '/no-such-page'],
    ['portal', '/invoices/none/such'],
    ['console', '/none'],
  ])('where there is no such page: %s', async (app, path) => {
    const page = await openPage(options);
    const answer = await page.goto(`${system.url(app === 'console' ? 'console' : 'gateway')}${path}`);
    expect(answer?.status()).toBe(404);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.title()).toMatch(/Wellspring|MyTelco/);
    expect(await page.getByRole('link').count()).toBeGreaterThan(0);
    if (app !== 'old portal') await expectAccessible(page, device, path);
  });
});

describe('the start page', () => {
  it.each([
    ['et', 'Maksta', 'Rohkem'],
    ['ru', 'К оплате', 'Ещё'],
  ])('is read in %s', async (locale, toPay, more) => {
    const page = await openPage({ phone: true, locale });
    await signIn(page, system, 'C-1054', '/');
    await page.getByRole('region', { name: toPay }).waitFor();
    await page.getByRole('button', { name: more }).waitFor();
    await expectAccessible(page, 'phone', `start page in ${locale}`);
  });

  it('is walked by keyboard alone, to the payment and back', async () => {
    const page = await openPage();
    await signIn(page, system, 'C-1055', '/');
    const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? '');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await focused()).toMatch(/^Pay €/);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^Pay €/ }).waitFor();
    await page.goBack();
    await page.getByRole('region', { name: 'To pay' }).waitFor();
  });
});

describe('the bar of a phone', () => {
  it('lies above whatever passes below it', async () => {
    const page = await openPage({ phone: true });
    // So low that every part of the page comes below the bar.
    await page.setViewportSize({ width: 390, height: 480 });
    await signIn(page, system, 'C-1057', '/');
    await page.getByRole('region', { name: 'To pay' }).waitFor();
    const above = await page.evaluate(() => {
      const places = [...document.querySelectorAll('.navigation :is(a, button)')].filter((place) =>
        place.checkVisibility(),
      );
      const found = new Set<string>();
      for (let top = 0; top < document.documentElement.scrollHeight; top += 8) {
        window.scrollTo({ top, behavior: 'instant' });
        for (const place of places) {
          const { x, y, width, height } = place.getBoundingClientRect();
          const hit = document.elementFromPoint(x + width / 2, y + height / 2);
          if (!place.contains(hit)) found.add(`${hit?.textContent ?? 'nothing'} over ${place.textContent}`);
        }
      }
      return { places: places.length, found: [...found] };
    });
    expect(above).toEqual({ places: 5, found: [] });
  });
});

describe('the portal when it is installed', () => {
  it('has a page of its own without a connection, and nothing of the customer in it or kept', async () => {
    const page = await openInstalled();
    await signIn(page, system, 'C-1056', '/');
    const manifest = await page.request.get(at('/assets/brand/manifest.webmanifest'));
    const { icons, ...installed } = (await manifest.json()) as { icons: { src: string; type: string }[] };
    expect(installed).toMatchObject({ name: 'Wellspring', start_url: '/', display: 'standalone' });
    const onHomeScreen = await page.locator('link[rel="apple-touch-icon"]').getAttribute('href');
    for (const { src, type } of [...icons, { src: onHomeScreen ?? '', type: 'image/png' }]) {
      const icon = await page.request.get(at(src));
      expect([src, icon.status(), icon.headers()['content-type']?.split(';')[0]]).toEqual([src, 200, type]);
    }
    const kept = await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      const caches = await Promise.all((await self.caches.keys()).map((name) => self.caches.open(name)));
      const requests = await Promise.all(caches.map((cache) => cache.keys()));
      return requests.flat().map(({ url }) => new URL(url).pathname);
    });
    expect(kept).toEqual(['/assets/offline/en']);
    await page.context().setOffline(true);
    await page.reload();
    await page.getByRole('heading', { name: 'No connection' }).waitFor();
    await page.getByRole('link', { name: 'Call 1800' }).waitFor();
    await expectAccessible(page, 'phone', 'offline');
    await page.context().setOffline(false);
    await page.getByRole('link', { name: 'Try again' }).click();
    await page.getByRole('region', { name: 'To pay' }).waitFor();
  });

  it('has that page also where its words come after everything else', async () => {
    const page = await openInstalled();
    let loaded = Promise.withResolvers<unknown>();
    page.on('request', (request) => {
      if (request.isNavigationRequest()) loaded = Promise.withResolvers();
    });
    page.on('load', () => loaded.resolve(undefined));
    let wereLate = false;
    await page.route('**/assets/hashed/en-*.js', async (route) => {
      await loaded.promise;
      wereLate = true;
      await route.continue();
    });
    await signIn(page, system, 'C-1056', '/');
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    expect(wereLate).toBe(true);
    expect(
      page
        .context()
        .serviceWorkers()
        .map((worker) => new URL(worker.url()).pathname),
    ).toEqual(['/assets/service-worker.js']);
  });

  /** On a phone's home screen. */
  async function openInstalled(): Promise<Page> {
    const page = await openPage({ phone: true });
    await page.addInitScript(() => {
      const ask = window.matchMedia.bind(window);
      window.matchMedia = (query) => ask(query === '(display-mode: standalone)' ? 'all' : query);
    });
    return page;
  }
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
