/** Customers who look at their bills and pay them while something happens, and what became of every request. */
import { randomUUID } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { demoPassword } from '../../stack/environment.ts';
import { Browser } from '../../traffic/browser.ts';
import { Customer } from '../../traffic/customer.ts';
import { until } from '../local/until.ts';

const billsPath = '/tmf-api/customerBillManagement/v4/customerBill';
const paymentsPath = '/tmf-api/paymentManagement/v4/payment';
const pages = ['/', '/invoices', `${billsPath}?limit=20`];
const pauseMs = 100;
/** To pay: then somebody gives up. */
const mostAttempts = 10;
const billsTimeoutMs = 60_000;

const money = z.object({ unit: z.string(), value: z.number() });
const billList = z.array(z.object({ id: z.string(), state: z.string(), remainingAmount: money }));
const payment = z.object({ id: z.string() });

type Bill = z.output<typeof billList>[number];

export interface Failure {
  /** When it was asked, since the load began. */
  beganMs: number;
  ms: number;
  what: string;
}

export interface Outcome {
  requests: number;
  posts: number;
  failures: Failure[];
  /** Those that the ingress had to ask more than once. */
  askedAgain: number;
  /** From when the first failed request was asked until the last was told. */
  troubleMs: number;
  slowestMs: number;
  /** How late this process was itself at worst, through which the outside of the cluster is reached, too. */
  lateMs: number;
}

export class Load {
  /** Payments that were accepted, by the key they were ordered with. */
  readonly payments = new Map<string, string>();
  /** Of every `during` so far. */
  readonly total = { requests: 0, posts: 0, failures: 0 };
  private readonly shoppers: Shopper[];

  private constructor(shoppers: Shopper[]) {
    this.shoppers = shoppers;
  }

  /** @param emails of customers, who are signed in one after the other */
  static async signIn(origin: string, emails: string[]): Promise<Load> {
    const shoppers: Shopper[] = [];
    for (const email of emails) shoppers.push(await Shopper.signIn(origin, email));
    return new Load(shoppers);
  }

  /**
   * Customers come and go while `work` is done, and some time longer.
   * @param work is told how to ask how long that has been
   */
  async during(work: (elapsedMs: () => number) => Promise<unknown>): Promise<Outcome> {
    const over = new AbortController();
    const tally = new Tally();
    const shopping = Promise.all(this.shoppers.map((shopper) => shopper.shop(tally, this.payments, over.signal)));
    try {
      await work(() => tally.elapsedMs());
    } finally {
      over.abort();
      await shopping;
    }
    const outcome = tally.outcome();
    this.total.requests += outcome.requests;
    this.total.posts += outcome.posts;
    this.total.failures += outcome.failures.length;
    return outcome;
  }
}

class Tally {
  private readonly startedMs = performance.now();
  private requests = 0;
  private posts = 0;
  private askedAgain = 0;
  private slowestMs = 0;
  private readonly lateness = monitorEventLoopDelay({ resolution: 20 });
  private readonly failures: Failure[] = [];

  constructor() {
    this.lateness.enable();
  }

  /** @returns what was answered, unless that is an error */
  async count(what: string, ask: () => Promise<Response>): Promise<string | undefined> {
    const startedMs = performance.now();
    this.requests += 1;
    if (what.startsWith('POST')) this.posts += 1;
    try {
      const response = await ask();
      const body = await response.text();
      if (Number(response.headers.get('x-ingress-attempts')) > 1) this.askedAgain += 1;
      if (response.status < 400) return body;
      this.fail(`${what}: ${response.status} ${body.slice(0, 200)}`, startedMs);
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
      this.fail(`${what}: ${String(error)}${cause}`, startedMs);
    } finally {
      this.slowestMs = Math.max(this.slowestMs, performance.now() - startedMs);
    }
    return undefined;
  }

  elapsedMs(): number {
    return performance.now() - this.startedMs;
  }

  outcome(): Outcome {
    this.lateness.disable();
    const { requests, posts, failures, askedAgain, slowestMs } = this;
    const [first] = failures.map(({ beganMs }) => beganMs).sort((a, b) => a - b);
    const last = Math.max(...failures.map(({ beganMs, ms }) => beganMs + ms));
    const troubleMs = first === undefined ? 0 : last - first;
    return {
      requests,
      posts,
      failures,
      askedAgain,
      troubleMs,
      slowestMs: Math.round(slowestMs),
      lateMs: Math.round(this.lateness.max / 1_000_000),
    };
  }

  private fail(what: string, startedMs: number): void {
    const beganMs = Math.round(startedMs - this.startedMs);
    this.failures.push({ beganMs, ms: Math.round(performance.now() - startedMs), what });
  }
}

class Shopper {
  private readonly origin: string;
  private readonly browser: Browser;
  private readonly unpaid: Bill[];
  private turn = 0;
  private order: { key: string; body: string } | undefined;

  private constructor(origin: string, browser: Browser, unpaid: Bill[]) {
    this.origin = origin;
    this.browser = browser;
    this.unpaid = unpaid;
  }

  static async signIn(origin: string, email: string): Promise<Shopper> {
    const browser = new Browser();
    await new Customer(origin, email, demoPassword, browser).signIn();
    const bills = await billsOf(origin, browser);
    return new Shopper(
      origin,
      browser,
      bills.filter(({ state, remainingAmount }) => state === 'sent' && remainingAmount.value > 0),
    );
  }

  async shop(tally: Tally, payments: Map<string, string>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.turn += 1;
      const path = pages[this.turn % pages.length] ?? '/';
      await tally.count(`GET ${path}`, () => this.browser.send(new URL(path, this.origin)));
      if (this.turn % 5 === 0) await this.pay(tally, payments);
      await delay(pauseMs);
    }
  }

  /** As somebody does who is not sure whether it worked, and presses again: the same order with the same key. */
  private async pay(tally: Tally, payments: Map<string, string>): Promise<void> {
    const bill = this.unpaid.pop();
    if (bill) this.order = { key: randomUUID(), body: JSON.stringify(orderFor(bill)) };
    const { order } = this;
    if (!order) return;
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      const answer = await tally.count(`POST ${paymentsPath}`, () =>
        this.browser.send(new URL(paymentsPath, this.origin), {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': order.key },
          body: order.body,
        }),
      );
      if (answer === undefined) continue;
      payments.set(order.key, payment.parse(JSON.parse(answer)).id);
      return;
    }
  }
}

function orderFor(bill: Bill): object {
  const amount = bill.remainingAmount;
  return {
    totalAmount: amount,
    paymentItem: [{ item: { id: bill.id, '@referredType': 'CustomerBill' }, amount }],
    paymentMethod: { '@type': 'bankCard' },
  };
}

/** Once billing has read the old system's bills, which it begins to do when it is deployed. */
async function billsOf(origin: string, browser: Browser): Promise<Bill[]> {
  let bills: Bill[] = [];
  await until('bills are answered', billsTimeoutMs, async () => {
    const answer = await browser.send(new URL(`${billsPath}?limit=100`, origin));
    const body = await answer.text();
    if (answer.ok) bills = billList.parse(JSON.parse(body));
    return answer.ok;
  });
  return bills;
}
