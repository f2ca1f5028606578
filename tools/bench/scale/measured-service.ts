import { setTimeout as delay } from 'node:timers/promises';
import type { TokenIssuer } from '@wellspring/testing/tokens';
import type { AppProcess } from '../../stack/app-process.ts';
import type { BenchStack } from '../bench-stack.ts';
import { load, request, type Measured } from '../load.ts';
import { cpuMs, residentMb } from '../process-usage.ts';
import { addCustomers, feedEnd } from './customers.ts';
import { customerNo, multiply, type Sample, sizeOnDisk } from './multiply.ts';
import { oneRow } from './on-database.ts';
import type { Read, ScaledService } from './scaled-services.ts';

/** How fast records came in over the feed. */
export interface Synced {
  records: number;
  recordsPerSecond: number;
  /** The service's own processor time for a thousand of them, without what starting took. */
  cpuMs: number;
  rssMb: number | undefined;
}

/** How long reads took. */
export interface Answered extends Measured {
  /** The service's own processor time for each. */
  cpuUs: number;
  rssMb: number | undefined;
}

export interface ReadLoad {
  seconds: number;
  connections: number;
}

const customersAsked = 2_000;
const pollMs = 50;
const tokenSeconds = 7_200;

/** One service while it is measured: its process, its database and what it is fed with. */
export class MeasuredService {
  /** Customers there are, without those that came by the feed to measure its rate. */
  customers: number;
  private process: AppProcess | undefined;
  private readonly stack: BenchStack;
  private readonly service: ScaledService;
  private readonly issuer: TokenIssuer;
  private readonly sample: Sample;

  constructor(stack: BenchStack, service: ScaledService, issuer: TokenIssuer, sample: Sample) {
    this.stack = stack;
    this.service = service;
    this.issuer = issuer;
    this.sample = sample;
    this.customers = sample.count;
  }

  get gigabytes(): Promise<number> {
    return sizeOnDisk(this.databaseUrl);
  }

  /** Starts it and waits until it has followed its feed to the end. The rate is that from the first page that is stored on. */
  async sync(): Promise<Synced> {
    const end = await feedEnd(this.stack.databaseUrl('backoffice'), this.service.feed);
    await this.start();
    const first = await this.position();
    let start = this.moment(first);
    for (let cursor = first; cursor < end; cursor = await this.position()) {
      if (cursor !== first && start.cursor === first) start = this.moment(cursor);
      await delay(pollMs);
    }
    const { atMs, cpuMs } = this.moment(end);
    const records = end - start.cursor;
    return {
      records,
      recordsPerSecond: (records / (atMs - start.atMs)) * 1_000,
      cpuMs: ((cpuMs - start.cpuMs) / records) * 1_000,
      rssMb: residentMb(this.pid),
    };
  }

  /** Stops it and fills its database up to so many customers; gives how many seconds that took. */
  async growTo(customers: number): Promise<number> {
    await this.stop();
    const startedMs = performance.now();
    const { count } = this.sample;
    await multiply(this.databaseUrl, this.service, this.sample, this.customers / count, customers / count);
    this.customers = customers;
    return (performance.now() - startedMs) / 1_000;
  }

  /** Customers it has not heard of yet. */
  async announce(first: number, count: number): Promise<void> {
    await addCustomers(this.stack.databaseUrl('backoffice'), first, count);
    await this.stack.prepare('backoffice');
  }

  /** @throws Error when a twin is not shown as much as the customer it is a copy of */
  async read({ path }: Read, { seconds, connections }: ReadLoad): Promise<Answered> {
    await this.compareTwins(path);
    const target = { host: '127.0.0.1', port: this.stack.port(this.service.app), requests: await this.requests(path) };
    const before = cpuMs(this.pid) ?? NaN;
    const measured = await load(target, connections, seconds * 1_000);
    const cpuUs = (((cpuMs(this.pid) ?? NaN) - before) / measured.count) * 1_000;
    return { ...measured, cpuUs, rssMb: residentMb(this.pid) };
  }

  async start(settings: Record<string, string> = {}): Promise<void> {
    this.process = await this.stack.start(this.service.app, settings);
  }

  async stop(): Promise<void> {
    await this.process?.stop();
  }

  get databaseUrl(): string {
    return this.stack.databaseUrl(this.service.app);
  }

  private get pid(): number {
    if (this.process?.pid === undefined) throw new Error(`${this.service.app} is not running.`);
    return this.process.pid;
  }

  private moment(cursor: number): { cursor: number; atMs: number; cpuMs: number } {
    return { cursor, atMs: performance.now(), cpuMs: cpuMs(this.pid) ?? NaN };
  }

  private async compareTwins(path: string): Promise<void> {
    const { first, count } = this.sample;
    const own = await this.totalOf(path, first);
    const twin = await this.totalOf(path, first + this.customers - count);
    if (own === 0 || own !== twin) throw new Error(`${path} has ${own} for a customer and ${twin} for their twin.`);
  }

  private async totalOf(path: string, number: number): Promise<number> {
    const url = `http://127.0.0.1:${this.stack.port(this.service.app)}${path}`;
    const { headers } = await fetch(url, { headers: await this.headersOf(number) });
    return Number(headers.get('x-total-count'));
  }

  private async headersOf(number: number): Promise<Record<string, string>> {
    const token = await this.issuer.tokenFor(customerNo(number), { expiresInSeconds: tokenSeconds });
    return { authorization: `Bearer ${token}` };
  }

  /** Of customers spread over all there are. */
  private async requests(path: string): Promise<Buffer[]> {
    const step = Math.max(1, Math.floor(this.customers / customersAsked));
    const asked = Array.from(
      { length: Math.min(this.customers, customersAsked) },
      (_, index) => this.sample.first + index * step,
    );
    return Promise.all(asked.map(async (number) => request(path, await this.headersOf(number))));
  }

  private async position(): Promise<number> {
    const { cursor } = await oneRow<{ cursor: number }>(this.databaseUrl, this.service.position);
    return cursor;
  }
}
