import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { accessibilityViolations } from './accessibility.ts';
import { keepScreenshot } from './screenshots.ts';

/** What every page has to be in every state: without violations, and no wider than the device. A picture of it is kept. */
export async function expectAccessible(page: Page, device: string, state: string): Promise<void> {
  await keepScreenshot(page, device, state);
  expect([state, ...(await accessibilityViolations(page))]).toEqual([state]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect([state, Math.max(overflow, 0)]).toEqual([state, 0]);
}
