import { EndpointPool, type PoolLimits } from './endpoint-pool.ts';

const failuresToEject = 5;
const ejectionMs = 5_000;
const maxEjectionMs = 60_000;

/** One address of an upstream, and how it has behaved lately. */
export class Endpoint {
  readonly pool: EndpointPool;
  readonly url: URL;
  active = 0;
  private readonly now: () => number;
  private failuresInARow = 0;
  private ejections = 0;
  private ejectedAt = 0;
  private ejectedUntil = 0;

  constructor(url: URL, limits: PoolLimits, now: () => number) {
    this.url = url;
    this.now = now;
    this.pool = new EndpointPool(url, limits);
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

  /** @param mayEject whether enough other endpoints are left to do without this one. */
  fail(mayEject: boolean): void {
    this.failuresInARow += 1;
    // After an ejection one failure is enough: it has not recovered.
    const limit = this.ejections > 0 ? 1 : failuresToEject;
    if (!mayEject || this.ejected || this.failuresInARow < limit) return;
    this.ejections += 1;
    this.ejectedAt = this.now();
    this.ejectedUntil = this.ejectedAt + Math.min(ejectionMs * 2 ** (this.ejections - 1), maxEjectionMs);
    this.pool.closeIdle();
  }
}
