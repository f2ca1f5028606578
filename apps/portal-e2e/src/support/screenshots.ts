import { join } from 'node:path';
import type { Page } from 'playwright-core';

const folder = join(import.meta.dirname, '../../dist/screenshots');

/** Keeps the page as it is now, for people to look at: `dist/screenshots/<device>/<state>.png`. */
export async function keepScreenshot(page: Page, device: string, state: string): Promise<void> {
  const name = state.replaceAll(/[^\da-z]+/gi, '-').replaceAll(/^-|-$/g, '');
  await page.screenshot({ path: join(folder, device, `${name}.png`), animations: 'disabled' });
}
