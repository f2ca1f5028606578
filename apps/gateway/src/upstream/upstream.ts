import type { Asking, NodeChoice } from './node-choice.ts';
import { BasePath } from './names/base-path.ts';
import type { PublicNames } from './names/public-names.ts';
import { Breaker, defaultBreakerRules, fallbackBreakerRules, type BreakerRules, type Permit } from './breaker.ts';
import type { ConnectionManners, PoolLimits } from './endpoint-pool.ts';
import { Endpoint } from './endpoint.ts';
import type { ResponseHead } from './response-head.ts';
import { RetryBudget } from './retry-budget.ts';
import type { UpstreamError, UpstreamFailure } from './upstream-error.ts';

/** What credentials an upstream is given: see `edge/credentials.ts`. */
export type UpstreamKind = 'service' | 'legacy' | 'public';

export interface PathReading {
  readonly ignoresCase: boolean;
  readonly pathParameters: boolean;
  readonly trailingDots: boolean;
  readonly decodesTwice: boolean;
}

/** `connectTimeoutMs` is for the only address there is: long enough for a lost packet to be sent again. */
export interface UpstreamLimits extends PoolLimits {
  /** The same where another address can be asked instead. */
  connectElsewhereMs: number;
}

export interface UpstreamOptions {
  name: string;
  kind: UpstreamKind;
  urls: readonly URL[];
  limits: UpstreamLimits;
  /** Where it is for browsers, and for itself; absent: the path of its addresses is its own root. */
  basePath?: BasePath;
  /** What it is told that it is called; absent: the host of the address. */
  host?: string;
  /** Whether it is told of the proxy in between. */
  via?: boolean;
  /** Whether it gets the `Authorization` that browsers send. */
  passesAuthorization?: boolean;
  manners?: ConnectionManners;
  /** How what it says about itself reads for browsers; absent: as it stands. */
  names?: (basePath: BasePath) => PublicNames;
  /** Which spellings of a path it takes for the same page. */
  pathReading?: PathReading;
  /** Of its pages that do not say it themselves. */
  charset?: string;
  /** Which node a request goes to, where that matters. */
  nodes?: (endpoints: readonly Endpoint[]) => NodeChoice | undefined;
  /** Until it begins a response, where that is not as for others. */
  responseTimeoutMs?: number;
  /** Silence within its responses, likewise. */
  bodyIdleTimeoutMs?: number;
  breaker?: BreakerRules;
  now?: () => number;
}

export interface LeaseOptions {
  /** An endpoint that is not asked again, unless there is no other. */
  except?: Endpoint | undefined;
  /** To be preferred; see `nodeFor`. */
  node?: Endpoint | undefined;
  /** The request comes here because another upstream failed at it. */
  isFallback?: boolean;
}

/** Leave to send one request to one endpoint; ended by exactly one of `succeed`, `fail` or `release`. */
export interface Lease {
  /** The next one after `moveOn`. */
  endpoint: Endpoint;
  readonly permit: Permit;
  /** Where the outcome counts. */
  readonly breaker: Breaker;
  /** Endpoints that did not even take the request. */
  readonly refusedBy: Endpoint[];
}

/** A system behind the gateway: its endpoints, and the breakers and retry budget they share. */
export class Upstream {
  readonly name: string;
  readonly kind: UpstreamKind;
  readonly urls: readonly URL[];
  readonly breaker: Breaker;
  private readonly fallbackBreaker: Breaker;
  readonly retries = new RetryBudget();
  readonly basePath: BasePath;
  readonly passesAuthorization: boolean;
  readonly names: PublicNames | undefined;
  readonly pathReading: PathReading | undefined;
  readonly charset: string | undefined;
  readonly responseTimeoutMs: number | undefined;
  readonly bodyIdleTimeoutMs: number | undefined;
  private readonly nodes: NodeChoice | undefined;
  private readonly declared: readonly Endpoint[];
  private readonly newPod: (url: URL, address: string) => Endpoint;
  private pods: readonly Endpoint[] = [];
  /** Pods that are no longer chosen; what was sent to them goes on. */
  private readonly retired = new Set<Endpoint>();
  private next = 0;

  constructor(options: UpstreamOptions) {
    const now = options.now ?? ((): number => performance.now());
    this.name = options.name;
    this.kind = options.kind;
    const { host, via = true, manners } = options;
    const endpointManners = { host, via, manners };
    const { urls, limits } = options;
    const oneOfMany = { ...limits, connectTimeoutMs: limits.connectElsewhereMs };
    this.urls = urls;
    this.declared = urls.map((url) => new Endpoint(url, urls.length === 1 ? limits : oneOfMany, now, endpointManners));
    this.newPod = (url, address) => new Endpoint(url, oneOfMany, now, endpointManners, address);
    this.basePath = options.basePath ?? new BasePath('/', pathOf(options.urls[0]));
    this.passesAuthorization = options.passesAuthorization ?? options.kind === 'public';
    this.names = options.names?.(this.basePath);
    this.pathReading = options.pathReading;
    this.charset = options.charset;
    this.responseTimeoutMs = options.responseTimeoutMs;
    this.bodyIdleTimeoutMs = options.bodyIdleTimeoutMs;
    this.nodes = options.nodes?.(this.declared);
    this.breaker = new Breaker(options.breaker ?? defaultBreakerRules, now);
    this.fallbackBreaker = new Breaker(fallbackBreakerRules, now);
  }

  /** Where requests are sent: its pods as far as they are known, otherwise what it was declared with. */
  get endpoints(): readonly Endpoint[] {
    return this.pods.length > 0 ? this.pods : this.declared;
  }

  /** Asked when none of the endpoints takes a request: a Service knows of a new pod before any name server tells. */
  get spares(): readonly Endpoint[] {
    return this.pods.length > 0 ? this.declared : none;
  }

  /**
   * Says where its pods are now. Those that were there before keep their connections and what is known of them.
   * @param addresses by the URL's host; one that is not named, or has none, keeps those it had
   * @returns whether anything changed
   */
  locate(addresses: ReadonlyMap<string, readonly string[]>): boolean {
    const before = this.pods;
    const located = this.urls.flatMap((url) => {
      const known = before.filter((each) => each.url === url);
      const found = addresses.get(url.hostname) ?? [];
      if (found.length === 0) return known;
      return found.map((address) => known.find((each) => each.address === address) ?? this.newPod(url, address));
    });
    const left = before.filter((each) => !located.includes(each));
    if (left.length === 0 && located.length === before.length) return false;
    this.pods = located;
    for (const endpoint of left) {
      this.retired.add(endpoint);
      endpoint.pool.retire();
    }
    return true;
  }

  /** Looks after the connections; called twice a second. */
  sweep(now: number): void {
    for (const { pool } of this.declared) pool.sweep(now);
    for (const { pool } of this.pods) pool.sweep(now);
    for (const endpoint of this.retired) {
      endpoint.pool.sweep(now);
      if (!endpoint.pool.isOpen) this.retired.delete(endpoint);
    }
  }

  close(): void {
    for (const { pool } of [...this.declared, ...this.pods, ...this.retired]) pool.close();
  }

  /** Whether it matters which node a request goes to. */
  get choosesNodes(): boolean {
    return this.nodes !== undefined;
  }

  /** The node a request has to go to, as long as that one is there; undefined: any. */
  nodeFor(asking: Asking): Endpoint | undefined {
    return this.nodes?.nodeFor(asking);
  }

  /** @returns a `Set-Cookie` with which the browser will come back to the node that answered */
  rememberNode(head: ResponseHead, endpoint: Endpoint, asking: Pick<Asking, 'cookie' | 'by'>): string | undefined {
    return this.nodes?.remember(head, endpoint, asking);
  }

  /** Whether a request that another upstream failed at may be sent here. */
  get takesFallbacks(): boolean {
    return this.breaker.admits && this.fallbackBreaker.admits;
  }

  /** @returns undefined while the breaker is open. */
  lease({ except, node, isFallback = false }: LeaseOptions = {}): Lease | undefined {
    const breaker = isFallback ? this.fallbackBreaker : this.breaker;
    const permit = isFallback && !this.breaker.admits ? undefined : breaker.acquire();
    if (permit === undefined) return undefined;
    const mayHaveNode = node !== undefined && node !== except && !node.ejected;
    const endpoint = mayHaveNode ? node : (this.pick(except === undefined ? none : [except]) ?? except);
    if (endpoint === undefined) throw new Error(`upstream ${this.name} has no endpoint`);
    endpoint.take();
    return { endpoint, permit, breaker, refusedBy: [] };
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
    const next = this.pick([...refusedBy, endpoint]);
    if (next === undefined) return false;
    endpoint.active -= 1;
    if (error.failure !== 'pool_full') this.blame(endpoint, error.failure);
    refusedBy.push(endpoint);
    lease.endpoint = next;
    next.take();
    return true;
  }

  succeed(lease: Lease): void {
    lease.endpoint.active -= 1;
    lease.endpoint.succeed(lease.permit.takenAt);
    lease.breaker.succeed(lease.permit);
  }

  fail(lease: Lease): void {
    lease.endpoint.active -= 1;
    if (lease.breaker === this.breaker) this.blame(lease.endpoint);
    lease.breaker.fail(lease.permit);
  }

  /** The exchange ended without saying anything about the upstream. */
  release(lease: Lease): void {
    lease.endpoint.active -= 1;
    lease.breaker.release(lease.permit);
  }

  /** At least half of the endpoints are left in, unless there is something else to ask. */
  private blame(endpoint: Endpoint, notTaken?: UpstreamFailure): void {
    const others = this.endpoints.filter((each) => each !== endpoint && !each.ejected).length;
    const canDoWithout = others * 2 >= this.endpoints.length || (notTaken !== undefined && this.spares.length > 0);
    endpoint.fail(canDoWithout, notTaken === 'connect_timeout');
  }

  /** @returns an endpoint to be asked, one that was ejected only when there is no other, not even a spare one */
  private pick(except: readonly Endpoint[]): Endpoint | undefined {
    const { endpoints, spares } = this;
    const left = except.length === 0 ? endpoints : endpoints.filter((each) => !except.includes(each));
    const healthy = left.filter((each) => !each.ejected);
    if (healthy.length > 0) return this.lessBusy(healthy);
    return this.lessBusy(spares.filter((each) => !except.includes(each))) ?? this.lessBusy(left);
  }

  /** The less busy of two neighbours in turn: close to the least loaded, without looking at all. */
  private lessBusy(candidates: readonly Endpoint[]): Endpoint | undefined {
    if (candidates.length <= 1) return candidates[0];
    this.next = (this.next + 1) % candidates.length;
    const one = candidates[this.next];
    const other = candidates[(this.next + 1) % candidates.length];
    return one !== undefined && other !== undefined && other.active < one.active ? other : one;
  }
}

const none: readonly Endpoint[] = [];

function pathOf(url: URL | undefined): string {
  return url === undefined || url.pathname === '/' ? '/' : url.pathname.replace(/\/$/, '');
}
