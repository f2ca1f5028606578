import type { Page } from 'playwright-core';

/** Something a customer does with a finger or a key, and how it is seen to have come about. */
export interface Interaction {
  what: string;
  act: (page: Page) => Promise<void>;
  seen: (page: Page) => Promise<unknown>;
}

const payButton = /^Pay /;

/** From the start page of the new portal to the moment before paying, one after the other. */
export const interactions: readonly Interaction[] = [
  {
    what: 'open the menu',
    act: (page) => page.locator('button[popovertarget]').tap(),
    seen: (page) => page.locator('[popover]:popover-open').waitFor(),
  },
  {
    what: 'close it',
    act: (page) => page.keyboard.press('Escape'),
    seen: (page) => page.locator('[popover]:popover-open').waitFor({ state: 'detached' }),
  },
  {
    what: 'go to the invoices',
    act: (page) => page.locator('nav a[href="/invoices"]').first().tap(),
    seen: (page) => page.locator('table.bills').waitFor(),
  },
  {
    what: 'see the unpaid ones',
    act: (page) => page.locator('.filters select').last().press('ArrowDown'),
    seen: (page) => page.waitForURL(/state=/),
  },
  {
    what: 'open the first',
    act: (page) => page.locator('table.bills tbody a').first().tap(),
    seen: (page) => page.locator('table.lines').waitFor(),
  },
  {
    what: 'press Pay',
    act: (page) => page.getByRole('button', { name: payButton }).tap(),
    seen: (page) => page.getByRole('dialog').waitFor(),
  },
  {
    what: 'think again',
    act: (page) => page.keyboard.press('Escape'),
    seen: (page) => page.getByRole('dialog').waitFor({ state: 'detached' }),
  },
];
