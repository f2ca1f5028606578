/// <reference lib="dom" />
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { demoPassword } from '../../stack/environment.ts';
import type { Interaction } from './interactions.ts';
import { observe, type Observed } from './observe.ts';
import { Transfers } from './transfers.ts';

export const slowPhone = { kilobitsPerSecond: 1_600, latencyMs: 150, cpuSlowdown: 4 };

export interface PageVisit extends Observed {
  /** All that came over the line, headers included. */
  kb: number;
  scriptKb: number;
}

export interface PhoneOwner {
  customer: string;
  /** The portal is on their home screen: what it does then comes with a service worker. */
  isInstalled: boolean;
}

const settledMs = 1_000;
/** The least that browsers tell of (Event Timing API). */
const shortestMs = 16;

/** A phone of a customer who is signed in: on a slow line, with a slow processor, counting what comes over the line. */
export class SlowPhone {
  private readonly context: BrowserContext;
  private readonly page: Page;
  private readonly debug: CDPSession;
  private readonly portal: string;

  private constructor(context: BrowserContext, page: Page, debug: CDPSession, portal: string) {
    this.context = context;
    this.page = page;
    this.debug = debug;
    this.portal = portal;
  }

  static async signedIn(browser: Browser, portal: string, { customer, isInstalled }: PhoneOwner): Promise<SlowPhone> {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    const page = await context.newPage();
    if (isInstalled) await page.addInitScript(pretendInstalled);
    await page.goto(`${portal}/sign-in?return=/`);
    await page.locator('#login, #email').fill(`${customer.toLowerCase()}@example.com`);
    await page.locator('#password').fill(demoPassword);
    await page.locator('#password').press('Enter');
    await page.waitForURL(`${portal}/`);
    await page.waitForLoadState('networkidle');
    if (isInstalled) await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.addInitScript(observe, shortestMs);
    const debug = await context.newCDPSession(page);
    await debug.send('Network.enable');
    await debug.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: slowPhone.latencyMs,
      downloadThroughput: (slowPhone.kilobitsPerSecond * 1_000) / 8,
      uploadThroughput: (slowPhone.kilobitsPerSecond * 1_000) / 8,
    });
    await debug.send('Emulation.setCPUThrottlingRate', { rate: slowPhone.cpuSlowdown });
    return new SlowPhone(context, page, debug, portal);
  }

  /** Opens the start page, and waits until it is quiet. */
  async visit({ cached }: { cached: boolean }): Promise<PageVisit> {
    if (!cached) await this.debug.send('Network.clearBrowserCache');
    await this.page.goto('about:blank');
    const transfers = new Transfers(this.debug);
    await this.page.goto(`${this.portal}/`, { waitUntil: 'networkidle' });
    const { kb, scriptKb } = transfers.stop();
    await this.page.waitForTimeout(settledMs);
    const observed = await this.page.evaluate(() => (globalThis as unknown as { observed: Observed }).observed);
    return { ...observed, kb, scriptKb };
  }

  /** Goes on from the start page. @returns how long each took until the screen showed something of it, in their order */
  async use(steps: readonly Interaction[]): Promise<number[]> {
    const durations: number[] = [];
    for (const { act, seen } of steps) {
      await this.longest();
      await act(this.page);
      await seen(this.page);
      await this.page.waitForTimeout(settledMs);
      durations.push((await this.longest()) ?? shortestMs);
    }
    return durations;
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  /** Since it was asked last. */
  private longest(): Promise<number | undefined> {
    return this.page.evaluate(() => {
      const { observed } = globalThis as unknown as { observed: Observed };
      const { longestMs } = observed;
      delete observed.longestMs;
      return longestMs;
    });
  }
}

/** Runs in the page: it takes itself for installed, and has its service worker. */
function pretendInstalled(): void {
  const ask = window.matchMedia.bind(window);
  window.matchMedia = (query) => ask(query === '(display-mode: standalone)' ? 'all' : query);
}
