import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { demoPassword } from '../../stack/environment.ts';
import { observe, type Observed } from './observe.ts';
import { Transfers } from './transfers.ts';

export const slowPhone = { kilobitsPerSecond: 1_600, latencyMs: 150, cpuSlowdown: 4 };

export interface PageVisit extends Observed {
  /** All that came over the line, headers included. */
  kb: number;
  scriptKb: number;
}

const settledMs = 1_000;

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

  static async signedIn(browser: Browser, portal: string, customer: string): Promise<SlowPhone> {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    const page = await context.newPage();
    await page.goto(`${portal}/sign-in?return=/`);
    await page.locator('#login, #email').fill(`${customer.toLowerCase()}@example.com`);
    await page.locator('#password').fill(demoPassword);
    await page.locator('#password').press('Enter');
    await page.waitForURL(`${portal}/`);
    await page.waitForLoadState('networkidle');
    await page.addInitScript(observe);
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

  /** Opens the start page, waits until it is quiet, and presses something. */
  async visit({ cached }: { cached: boolean }): Promise<PageVisit> {
    if (!cached) await this.debug.send('Network.clearBrowserCache');
    await this.page.goto('about:blank');
    const transfers = new Transfers(this.debug);
    await this.page.goto(`${this.portal}/`, { waitUntil: 'networkidle' });
    // What was transferred for the page: what pressing fetches comes after it.
    const { kb, scriptKb } = transfers.stop();
    await this.press();
    await this.page.waitForTimeout(settledMs);
    const observed = await this.page.evaluate(() => (globalThis as unknown as { observed: Observed }).observed);
    return { ...observed, kb, scriptKb };
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  /** Something on the page that does not lead away from it; the old page has no such thing. */
  private async press(): Promise<void> {
    const more = this.page.locator('button[popovertarget]');
    if ((await more.count()) === 0) return;
    await more.tap();
    await this.page.keyboard.press('Escape');
  }
}
