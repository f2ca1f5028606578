import type { Page } from 'playwright-core';
import { demoPassword, type System } from './system.ts';

/** Signs in as a customer would: through the portal's own link and the sign-in page. */
export async function signIn(page: Page, system: System, customerNo: string, returnTo = '/invoices'): Promise<void> {
  await page.goto(`${system.url('gateway')}/sign-in?return=${encodeURIComponent(returnTo)}`);
  await page.getByLabel(/e-?mail/i).fill(`${customerNo.toLowerCase()}@example.com`);
  await page.getByLabel(/password/i).fill(demoPassword);
  await page.getByRole('button', { name: /sign in/i }).click();
  await page.waitForURL(`**${returnTo}`);
}

/** Which portal made the page on the screen. */
export async function servedBy(page: Page): Promise<'new' | 'legacy'> {
  return (await page.locator('#root').count()) > 0 ? 'new' : 'legacy';
}
