import { EndpointPool, portOf, type ConnectionManners, type PoolLimits } from './endpoint-pool.ts';

const failuresToEject = 5;
/** Whoever does not even take a connection makes each request wait for nothing: two of them are enough. */
const weightOfSilence = 3;
const ejectionMs = 5_000;
const maxEjectionMs = 60_000;

export interface EndpointManners {
  /** What it is told that it is called; absent: the host of the address. */
  host?: string | undefined;
  /** Whether it is told of the proxy in between; it is unless said otherwise. */
  via?: boolean;
  manners?: ConnectionManners | undefined;
}

/** One address of an upstream, and how it has behaved lately. */
export class Endpoint {
  readonly pool: EndpointPool;
  readonly url: URL;
  /** Header lines that every request to it begins with. */
  readonly preamble: string;
  active = 0;
  /** Requests sent to it since it is known. */
  requests = 0;
  private readonly now: () => number;
  private failuresInARow = 0;
  private ejections = 0;
  private ejectedAt = 0;
  private ejectedUntil = 0;

  /** @param address where the host of the URL is; absent: it is looked up for each connection */
  constructor(
    url: URL,
    limits: PoolLimits,
    now: () => number,
    { host, via = true, manners }: EndpointManners = {},
    readonly address?: string,
  ) {
    this.url = url;
    this.now = now;
    this.preamble = `host: ${host ?? url.host}\r\n${via ? 'via: 1.1 wellspring\r\n' : ''}`;
    this.pool = new EndpointPool(url, limits, manners, address);
  }

  /** What tells it from the others. */
  get name(): string {
    return this.address === undefined ? this.url.host : `${this.address}:${portOf(this.url)}`;
  }

  take(): void {
    this.active += 1;
    this.requests += 1;
  }

  get ejected(): boolean {
    return this.ejectedUntil > 0 && this.now() < this.ejectedUntil;
  }

  /** @param askedAt what was asked before the ejection says nothing about the time after it */
  succeed(askedAt: number): void {
    if (this.ejectedUntil > 0 && askedAt < this.ejectedAt) return;
    this.failuresInARow = 0;
    this.ejectedUntil = 0;
    this.ejections = 0;
  }

  /**
   * @param mayEject whether enough other endpoints are left to do without this one
   * @param tookNothing it did not even take a connection in time
   */
  fail(mayEject: boolean, tookNothing = false): void {
    this.failuresInARow += tookNothing ? weightOfSilence : 1;
    // After an ejection one failure is enough: it has not recovered.
    const limit = this.ejections > 0 ? 1 : failuresToEject;
    if (!mayEject || this.ejected || this.failuresInARow < limit) return;
    this.ejections += 1;
    this.ejectedAt = this.now();
    this.ejectedUntil = this.ejectedAt + Math.min(ejectionMs * 2 ** (this.ejections - 1), maxEjectionMs);
    this.pool.closeIdle();
  }
}
