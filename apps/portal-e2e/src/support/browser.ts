import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser, type BrowserContext } from 'playwright-core';

/** The Chromium that comes inside an npm package: nothing is downloaded, and it starts as root too. */
export async function launchBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    // Its own arguments are for a function that runs once: one process for all, which ends with the first page.
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
    headless: true,
    // As at home: a page that was left is kept for Back, with all that was on it.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
}

export interface VisitorOptions {
  locale?: string;
  phone?: boolean;
  /** Their device is set to dark colours. */
  dark?: boolean;
  /** They see everything twice as large, which leaves half the room (WCAG 2.2, 1.4.4 and 1.4.10). */
  enlarged?: boolean;
}

/** A visitor with a browser profile of their own. */
export async function newVisitor(browser: Browser, options: VisitorOptions = {}): Promise<BrowserContext> {
  const { width, height } = options.phone ? { width: 390, height: 844 } : { width: 1280, height: 900 };
  const scale = options.enlarged ? 2 : 1;
  const context = await browser.newContext({
    locale: options.locale ?? 'en-GB',
    viewport: { width: width / scale, height: height / scale },
    deviceScaleFactor: scale,
    colorScheme: options.dark ? 'dark' : 'light',
  });
  // The language a customer has chosen on this device; without it the portal speaks the one their contract is in.
  await context.addInitScript(
    (locale) => {
      if (!/(^|; )lang=/.test(document.cookie)) document.cookie = `lang=${locale}; Path=/`;
    },
    options.locale?.slice(0, 2) ?? 'en',
  );
  context.setDefaultTimeout(20_000);
  return context;
}
