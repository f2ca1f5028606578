import type { Browser, BrowserContext, Page } from 'playwright-core';
import { newVisitor, type VisitorOptions } from './browser.ts';

/** Those who are there in one test: each with a browser profile of their own, all of them gone when it is over. */
export class Visitors {
  private readonly here: BrowserContext[] = [];

  /** @param browser asked for when somebody comes, since it starts before the tests and not with their file */
  constructor(private readonly browser: () => Browser) {}

  async openPage(options?: VisitorOptions): Promise<Page> {
    const visitor = await newVisitor(this.browser(), options);
    this.here.push(visitor);
    return visitor.newPage();
  }

  async leave(): Promise<void> {
    await Promise.all(this.here.splice(0).map((visitor) => visitor.close()));
  }
}
