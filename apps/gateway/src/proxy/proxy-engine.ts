import { InFlight, type Logger } from '@wellspring/platform';
import type { Outcomes } from '../migration/migration.ts';
import type { ResponseHead } from '../upstream/response-head.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { UpstreamError } from '../upstream/upstream-error.ts';
import type { ProxyLimits } from './proxy-limits.ts';
import type { ProxyMetrics } from './proxy.metrics.ts';
import type { RelayRequest } from './relay-request.ts';
import { Relay, type RelayOwner } from './relay.ts';
import { visitorHeaders } from './response-headers.ts';

export interface ProxyEngineOptions {
  limits: ProxyLimits;
  metrics: ProxyMetrics;
  outcomes: Outcomes;
  logger: Logger;
  isReservedCookie: (name: string) => boolean;
}

const sweepMs = 100;

/** Forwards requests. Knows what is under way, and ends what takes too long. */
export class ProxyEngine implements RelayOwner {
  readonly limits: ProxyLimits;
  readonly metrics: ProxyMetrics;
  readonly outcomes: Outcomes;
  private readonly options: ProxyEngineOptions;
  private readonly relays = new InFlight<Relay>();
  private readonly timer: NodeJS.Timeout;

  constructor(options: ProxyEngineOptions) {
    this.options = options;
    this.limits = options.limits;
    this.metrics = options.metrics;
    this.outcomes = options.outcomes;
    // One sweep over all requests costs far less than timers for each.
    this.timer = setInterval(() => {
      this.sweep();
    }, sweepMs);
    this.timer.unref();
  }

  get underWay(): number {
    return this.relays.size;
  }

  forward(request: RelayRequest): void {
    const relay = new Relay(this, request);
    this.relays.add(relay);
    relay.start();
  }

  forget(relay: Relay): void {
    this.relays.delete(relay);
  }

  visitorHeaders(head: ResponseHead, upstream: Upstream): string[] {
    return visitorHeaders(head, { upstream, isReservedCookie: this.options.isReservedCookie });
  }

  reportFailure(error: UpstreamError, upstream: string): void {
    this.options.logger.warn('An upstream did not answer', {
      'event.action': 'forward',
      upstream,
      failure: error.failure,
      cause: error.cause instanceof Error ? error.cause.message : undefined,
    });
  }

  close(): void {
    clearInterval(this.timer);
  }

  private sweep(): void {
    const now = performance.now();
    for (const relay of this.relays) relay.tick(now);
  }
}
