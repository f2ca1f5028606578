/** Customers as they come: some look at bills, some at their cards, some sign in. */
import { setTimeout as delay } from 'node:timers/promises';
import { demoPassword } from '../stack/environment.ts';
import { Customer } from './customer.ts';
import { parseMix, pick } from './mix.ts';

const mix = parseMix('start=1,invoices=3,bill=1');
/** A machine that does much else lets somebody wait too long now and then. */
const signInTries = 5;
const mostUnderWay = 150;

export class Load {
  /** Visits a second; everybody's. */
  perSecond: number;
  /** Visits a second of one customer alone. */
  noisyPerSecond = 0;
  private readonly underWay = new Set<Promise<unknown>>();
  private readonly ending = new AbortController();
  private running: Promise<unknown> = Promise.resolve();
  private readonly origin: string;
  private readonly customers: readonly Customer[];
  /** Those who sign in one after the other, each seldom enough that the CRM is asked for their password. */
  private readonly newcomers: readonly string[];

  private constructor(origin: string, customers: readonly Customer[], newcomers: readonly string[], perSecond: number) {
    this.origin = origin;
    this.customers = customers;
    this.newcomers = newcomers;
    this.perSecond = perSecond;
  }

  /** @param emails of those who stay, and of those who only sign in */
  static async start(
    origin: string,
    emails: { staying: readonly string[]; newcomers: readonly string[] },
    perSecond: number,
  ): Promise<Load> {
    const customers = emails.staying.map((email) => new Customer(origin, email, demoPassword));
    for (const customer of customers) await signedIn(customer);
    const load = new Load(origin, customers, emails.newcomers, perSecond);
    load.running = Promise.all([load.visits(), load.noise(), load.signIns(), load.cards()]);
    return load;
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.running;
    await Promise.allSettled(this.underWay);
  }

  private async visits(): Promise<void> {
    while (await this.pause(1_000 / this.perSecond)) this.send((customer) => customer.visit(pick(mix, Math.random())));
  }

  private async noise(): Promise<void> {
    while (await this.pause(this.noisyPerSecond > 0 ? 1_000 / this.noisyPerSecond : 500)) {
      if (this.noisyPerSecond > 0) this.send((customer) => customer.visit('invoices'), this.customers[0]);
    }
  }

  private async signIns(): Promise<void> {
    let next = 0;
    while (await this.pause(1_500)) {
      const email = this.newcomers[next++ % this.newcomers.length];
      if (email !== undefined) this.track(new Customer(this.origin, email, demoPassword).signIn());
    }
  }

  private async cards(): Promise<void> {
    while (await this.pause(500)) this.send((customer) => customer.cards());
  }

  private send(visit: (customer: Customer) => Promise<unknown>, whom?: Customer): void {
    const customer = whom ?? this.customers[Math.floor(Math.random() * this.customers.length)];
    if (customer !== undefined && this.underWay.size < mostUnderWay) this.track(visit(customer));
  }

  private track(work: Promise<unknown>): void {
    const settled = work
      .catch(() => undefined)
      .finally(() => {
        this.underWay.delete(settled);
      });
    this.underWay.add(settled);
  }

  private pause(ms: number): Promise<boolean> {
    return delay(ms, true, { signal: this.ending.signal }).catch(() => false);
  }
}

async function signedIn(customer: Customer): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await customer.signIn();
      return;
    } catch (error) {
      if (tries === signInTries) throw error;
    }
  }
}
