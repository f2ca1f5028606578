import type { Page } from 'playwright-core';
import { answering } from './portal.ts';
import type { System } from './system.ts';

/** A customer who looks at the invoices again and again, as their pages do it, until told to stop. */
export class Visits {
  private readonly running: Promise<void>[];
  private stopped = false;

  constructor(pages: readonly Page[]) {
    this.running = pages.map((page) => this.visit(page));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.running);
  }

  private async visit(page: Page): Promise<void> {
    while (!this.stopped) {
      // A failure is what the guardrails are for.
      await page.evaluate(async () => {
        const html = await fetch('/invoices').then((response) => response.text());
        if (html.includes('id="root"')) await fetch('/tmf-api/customerBillManagement/v4/customerBill?limit=5');
      });
    }
  }
}

/** Orders the payment of the customer's open invoice on the new portal, and leaves it at that. */
export async function orderPayment(page: Page, system: System): Promise<void> {
  await page.goto(`${system.url('gateway')}/invoices`);
  const open = page.locator('tr[data-no]').filter({ hasText: /To pay|Overdue/i });
  await open.first().getByRole('link').first().click();
  const pay = page.getByRole('button', { name: /^Pay/ });
  await pay.waitFor();
  await answering(page);
  await pay.click();
  await page.getByRole('dialog').getByRole('button', { name: /^Pay/ }).click();
}

/** Pays the customer's open invoice on whichever portal they are. @returns its number. */
export async function payOpenInvoice(page: Page, system: System): Promise<string> {
  await page.goto(`${system.url('gateway')}/invoices`);
  const rows = page.locator('tr[data-no]');
  await rows.first().waitFor();
  const open = rows.filter({ hasText: /To pay|Overdue|Open|Unpaid/i }).first();
  const number = (await open.getAttribute('data-no')) ?? '';
  await open.getByRole('link').first().click();
  const pay = page.getByRole('button', { name: /^Pay/ });
  await pay.waitFor();
  await answering(page);
  if ((await page.locator('#root').count()) > 0) {
    await pay.click();
    await page.getByRole('dialog').getByRole('button', { name: /^Pay/ }).click();
    await page.getByText('Paid. Thank you!').waitFor();
  } else {
    await pay.click();
    // Gone to sooner, another page would take the place of the order that is being sent.
    await page.waitForURL(/\/receipt\?/);
  }
  return number;
}
