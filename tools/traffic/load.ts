/** Customers as they come: some look at bills, some at their cards, some sign in. */
import { setTimeout as delay } from 'node:timers/promises';
import { demoPassword } from '../stack/environment.ts';
import { Customer } from './customer.ts';
import { parseMix, pick } from './mix.ts';

const mix = parseMix('start=1,invoices=3,bill=1');
/** A machine that does much else lets somebody wait too long now and then. */
const signInTries = 5;
const mostUnderWay = 150;
const usualSignInEveryMs = 1_500;

export interface LoadOptions {
  /** E-mail addresses of those who stay, and of those who only sign in. */
  staying: readonly string[];
  newcomers: readonly string[];
  /** Visits a second. */
  perSecond: number;
  signInEveryMs?: number;
}

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
  private readonly signInEveryMs: number;

  private constructor(origin: string, customers: readonly Customer[], { newcomers, perSecond, ...comes }: LoadOptions) {
    this.origin = origin;
    this.customers = customers;
    this.newcomers = newcomers;
    this.perSecond = perSecond;
    this.signInEveryMs = comes.signInEveryMs ?? usualSignInEveryMs;
  }

  /** @throws Error when none of those who stay gets in, with the reason of the last */
  static async start(origin: string, options: LoadOptions): Promise<Load> {
    const customers: Customer[] = [];
    let refused: unknown;
    for (const email of options.staying) {
      try {
        customers.push(await signedIn(new Customer(origin, email, demoPassword)));
      } catch (error) {
        refused = error;
      }
    }
    if (customers.length === 0) throw refused;
    const load = new Load(origin, customers, options);
    load.running = Promise.all([load.visits(), load.noise(), load.signIns(), load.cards()]);
    return load;
  }

  /** How many have got in to stay. */
  get staying(): number {
    return this.customers.length;
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
    while (await this.pause(this.signInEveryMs)) {
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

async function signedIn(customer: Customer): Promise<Customer> {
  for (let tries = 1; ; tries += 1) {
    try {
      await customer.signIn();
      return customer;
    } catch (error) {
      if (tries === signInTries) throw error;
    }
  }
}
