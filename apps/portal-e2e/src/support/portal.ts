import type { Page } from 'playwright-core';
import { demoPassword, type System } from './system.ts';

/** Signs in as a customer would: through the portal's own link and the sign-in page. */
export async function signIn(page: Page, system: System, customerNo: string, returnTo = '/invoices'): Promise<void> {
  await page.goto(`${system.url('gateway')}/sign-in?return=${encodeURIComponent(returnTo)}`);
  // The form of the new identity provider or of the old portal, whichever is in force, in whatever language.
  await page.locator('#login, #email').fill(`${customerNo.toLowerCase()}@example.com`);
  await page.locator('#password').fill(demoPassword);
  await page.locator('#password').press('Enter');
  try {
    await page.waitForURL(`**${returnTo}`);
  } catch (error) {
    throw new Error(`Signing in as ${customerNo} ended elsewhere: ${await onScreen(page)}`, { cause: error });
  }
  await answering(page);
}

/** What a person would tell of the page they are looking at. */
async function onScreen(page: Page): Promise<string> {
  return `${page.url()} ${await page.locator('body').innerText()}`;
}

/**
 * Resolves when the page answers to what is done on it. A page of the new portal is there to be read before its scripts are;
 * until React has taken a control over, what is pressed or chosen there is lost.
 */
export async function answering(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll('#root :is(a, button, input, select)')].every((control) =>
      Object.keys(control).some((key) => key.startsWith('__reactFiber$')),
    ),
  );
}

/** Which portal made the page on the screen. */
export async function servedBy(page: Page): Promise<'new' | 'legacy'> {
  return (await page.locator('#root').count()) > 0 ? 'new' : 'legacy';
}
