import { Breaker, defaultBreakerRules, type BreakerRules, type Permit } from './breaker.ts';
import type { PoolLimits } from './endpoint-pool.ts';
import { Endpoint } from './endpoint.ts';
import { RetryBudget } from './retry-budget.ts';
import type { UpstreamError } from './upstream-error.ts';

/** What credentials an upstream is given: see `edge/credentials.ts`. */
export type UpstreamKind = 'service' | 'legacy' | 'public';

export interface UpstreamOptions {
  name: string;
  kind: UpstreamKind;
  urls: readonly URL[];
  limits: PoolLimits;
  /** Until it begins a response, where customers are not to wait as long as for others. */
  responseTimeoutMs?: number;
  breaker?: BreakerRules;
  now?: () => number;
}

/** Leave to send one request to one endpoint; ended by exactly one of `succeed`, `fail` or `release`. */
export interface Lease {
  /** The next one after `moveOn`. */
  endpoint: Endpoint;
  readonly permit: Permit;
  /** Endpoints that did not even take the request. */
  readonly refusedBy: Endpoint[];
}

/** A system behind the gateway: its endpoints, and the breaker and retry budget they share. */
export class Upstream {
  readonly name: string;
  readonly kind: UpstreamKind;
  readonly endpoints: readonly Endpoint[];
  readonly responseTimeoutMs: number;
  readonly breaker: Breaker;
  readonly retries = new RetryBudget();
  /** `host:port` of every endpoint, to recognise addresses that must not reach a visitor. */
  readonly hosts: ReadonlySet<string>;
  private next = 0;

  constructor(options: UpstreamOptions) {
    const now = options.now ?? ((): number => performance.now());
    this.name = options.name;
    this.kind = options.kind;
    this.endpoints = options.urls.map((url) => new Endpoint(url, options.limits, now));
    this.responseTimeoutMs = options.responseTimeoutMs ?? Number.POSITIVE_INFINITY;
    this.breaker = new Breaker(options.breaker ?? defaultBreakerRules, now);
    this.hosts = new Set(options.urls.map((url) => url.host));
  }

  /** @returns undefined while the breaker is open. */
  lease(except?: Endpoint): Lease | undefined {
    const permit = this.breaker.acquire();
    if (permit === undefined) return undefined;
    const others = except === undefined ? this.endpoints : this.endpoints.filter((each) => each !== except);
    const endpoint = this.pick(others) ?? except;
    if (endpoint === undefined) throw new Error(`upstream ${this.name} has no endpoint`);
    endpoint.active += 1;
    return { endpoint, permit, refusedBy: [] };
  }

  /**
   * After a failure before anything was sent: the request may be sent to an endpoint that has not refused it yet, at no
   * cost, because the upstream has not had it. The failure counts against the endpoint, and against the upstream only
   * when there is none left.
   * @returns whether there is one; otherwise the lease is still to be ended.
   */
  moveOn(lease: Lease, error: UpstreamError): boolean {
    if (!error.unsent || error.failure === 'timeout') return false;
    const { endpoint, refusedBy } = lease;
    const next = this.pick(this.endpoints.filter((each) => each !== endpoint && !refusedBy.includes(each)));
    if (next === undefined) return false;
    endpoint.active -= 1;
    if (error.failure !== 'pool_full') this.blame(endpoint);
    refusedBy.push(endpoint);
    lease.endpoint = next;
    next.active += 1;
    return true;
  }

  succeed(lease: Lease): void {
    lease.endpoint.active -= 1;
    lease.endpoint.succeed(lease.permit.takenAt);
    this.breaker.succeed(lease.permit);
  }

  fail(lease: Lease): void {
    lease.endpoint.active -= 1;
    this.blame(lease.endpoint);
    this.breaker.fail(lease.permit);
  }

  /** The exchange ended without saying anything about the upstream. */
  release(lease: Lease): void {
    lease.endpoint.active -= 1;
    this.breaker.release(lease.permit);
  }

  /** At least half of the endpoints are left in. */
  private blame(endpoint: Endpoint): void {
    const others = this.endpoints.filter((each) => each !== endpoint && !each.ejected).length;
    endpoint.fail(others * 2 >= this.endpoints.length);
  }

  /**
   * The less busy of two neighbours in turn: close to the least loaded, without looking at all. One that was ejected only
   * when there is no other.
   */
  private pick(from: readonly Endpoint[]): Endpoint | undefined {
    if (from.length <= 1) return from[0];
    const healthy = from.filter((each) => !each.ejected);
    const candidates = healthy.length === 0 ? from : healthy;
    this.next = (this.next + 1) % candidates.length;
    const one = candidates[this.next];
    const other = candidates[(this.next + 1) % candidates.length];
    return one !== undefined && other !== undefined && other.active < one.active ? other : one;
  }
}
