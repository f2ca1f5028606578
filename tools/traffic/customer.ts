/** A customer who signs in once and then looks at pages, as the pages of the side they see it on do. */
import { z } from 'zod';
import { Browser, type Page } from './browser.ts';

export const errands = ['start', 'invoices', 'bill'] as const;
export type Errand = (typeof errands)[number];
export type Side = 'old' | 'new';

export interface Visit {
  side: Side;
  ok: boolean;
  ms: number;
}

const billsPath = '/tmf-api/customerBillManagement/v4/customerBill';
const bills = z.array(z.object({ id: z.string() }));

export class Customer {
  private readonly browser: Browser;
  private readonly origin: string;
  private readonly email: string;
  private readonly password: string;

  constructor(origin: string, email: string, password: string, browser = new Browser()) {
    this.browser = browser;
    this.origin = origin;
    this.email = email;
    this.password = password;
  }

  /** @throws Error when they are not let in */
  async signIn(): Promise<void> {
    const form = await this.open('/signin?return=%2Finvoices');
    const action = /<form method="post" action="([^"]+)"/.exec(form.body)?.[1];
    if (action === undefined) throw new Error(`${form.url.href} is no sign-in page (${form.status})`);
    const page = await this.browser.open(new URL(action.replaceAll('&amp;', '&'), form.url), {
      login: this.email,
      password: this.password,
    });
    if (page.status !== 200 || page.url.pathname !== '/invoices') {
      throw new Error(`${this.email} cannot sign in: ${page.url.pathname} answered ${page.status}`);
    }
  }

  async visit(errand: Errand): Promise<Visit> {
    const startedMs = performance.now();
    const answers = await this.run(errand).catch((): Page[] => []);
    return {
      side: answers[0]?.body.includes('/legacy-assets') ? 'old' : 'new',
      ok: answers.length > 0 && answers.every(({ status }) => status < 500),
      ms: performance.now() - startedMs,
    };
  }

  /** Looks at the cards to pay with; on the old side there are none to look at. */
  async cards(): Promise<Page> {
    return this.open('/tmf-api/paymentMethod/v4/paymentMethod');
  }

  /** @returns what was answered, the page itself first */
  private async run(errand: Errand): Promise<Page[]> {
    if (errand === 'start') return [await this.open('/')];
    const list = await this.open('/invoices');
    const isOld = list.body.includes('/legacy-assets');
    const data = isOld ? [] : [await this.open(`${billsPath}?sort=-billDate&limit=20`)];
    if (errand === 'invoices') return [list, ...data];
    const bill = isOld ? /href="(\/invoices\/[^"/]+)"/.exec(list.body)?.[1] : firstBill(data[0]);
    return bill === undefined ? [list, ...data] : [list, ...data, await this.open(bill)];
  }

  private open(path: string): Promise<Page> {
    return this.browser.open(new URL(path, this.origin));
  }
}

function firstBill(answer: Page | undefined): string | undefined {
  if (answer?.status !== 200 && answer?.status !== 206) return undefined;
  const [first] = bills.parse(JSON.parse(answer.body));
  return first && `${billsPath}/${encodeURIComponent(first.id)}`;
}

/** Several sign-ins at a time and no more: a door is not a wall. */
export async function signInAll(customers: Customer[], atATime: number, signal: AbortSignal): Promise<void> {
  const waiting = [...customers];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      signal.throwIfAborted();
      await next.signIn();
    }
  };
  await Promise.all(Array.from({ length: atATime }, work));
}
