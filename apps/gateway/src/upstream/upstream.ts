import { Breaker, defaultBreakerRules, type BreakerRules, type Permit } from './breaker.ts';
import type { PoolLimits } from './endpoint-pool.ts';
import { Endpoint } from './endpoint.ts';
import { RetryBudget } from './retry-budget.ts';

/** What credentials an upstream is given: see `proxy/credentials.ts`. */
export type UpstreamKind = 'service' | 'legacy' | 'public';

export interface UpstreamOptions {
  name: string;
  kind: UpstreamKind;
  urls: readonly URL[];
  limits: PoolLimits;
  breaker?: BreakerRules;
  now?: () => number;
}

/** Leave to send one request to one endpoint; ended by exactly one of `succeed`, `fail` or `release`. */
export interface Lease {
  readonly endpoint: Endpoint;
  readonly permit: Permit;
}

/** A system behind the gateway: its endpoints, and the breaker and retry budget they share. */
export class Upstream {
  readonly name: string;
  readonly kind: UpstreamKind;
  readonly endpoints: readonly Endpoint[];
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
    this.breaker = new Breaker(options.breaker ?? defaultBreakerRules, now);
    this.hosts = new Set(options.urls.map((url) => url.host));
  }

  /** @returns undefined while the breaker is open. */
  lease(except?: Endpoint): Lease | undefined {
    const permit = this.breaker.acquire();
    if (permit === undefined) return undefined;
    const endpoint = this.pick(except);
    endpoint.active += 1;
    return { endpoint, permit };
  }

  succeed(lease: Lease): void {
    lease.endpoint.active -= 1;
    lease.endpoint.succeed();
    this.breaker.succeed(lease.permit);
  }

  fail(lease: Lease): void {
    lease.endpoint.active -= 1;
    const others = this.endpoints.filter((each) => each !== lease.endpoint && !each.ejected).length;
    lease.endpoint.fail(others * 2 >= this.endpoints.length);
    this.breaker.fail(lease.permit);
  }

  /** The exchange ended without saying anything about the upstream. */
  release(lease: Lease): void {
    lease.endpoint.active -= 1;
    this.breaker.release(lease.permit);
  }

  /** The less busy of two neighbours in turn: close to the least loaded, without looking at all. */
  private pick(except?: Endpoint): Endpoint {
    const [first] = this.endpoints;
    if (first === undefined) throw new Error(`upstream ${this.name} has no endpoint`);
    if (this.endpoints.length === 1) return first;
    let candidates = this.endpoints.filter((each) => !each.ejected && each !== except);
    if (candidates.length === 0) candidates = this.endpoints.filter((each) => each !== except);
    this.next = (this.next + 1) % candidates.length;
    const one = candidates[this.next] ?? first;
    const other = candidates[(this.next + 1) % candidates.length] ?? first;
    return other.active < one.active ? other : one;
  }
}
