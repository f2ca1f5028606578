import type { Socket } from 'node:net';
import type { DomainError } from '../errors/domain.error.ts';
import { refusal } from '../errors/to-domain-error.ts';
import { RequestContext, type RequestContextSeed } from '../tracing/request-context.ts';
import { Exchange, type ExchangeObserver, type ExchangeRequest, type ExchangeResponse } from './exchange.ts';
import { InFlight } from './in-flight.ts';
import type { Overload } from './overload.ts';
import { refuse } from './refuse.ts';
import { RequestTimeouts } from './request-timeouts.ts';

export interface ExchangesOptions {
  readonly requestTimeoutMs: number;
  readonly maxConcurrentRequests: number;
  /** Whether the process is behind; absent: requests are taken however it is, as health checks are. */
  readonly overload?: Overload | undefined;
  /** Told about every exchange that is over. */
  readonly observers: readonly ExchangeObserver[];
}

/** The exchanges in flight on one port: begun in a context of their own, refused above the limit, reported once over. */
export class Exchanges {
  private readonly inFlight = new InFlight<Exchange>();
  private readonly timeouts: RequestTimeouts;
  private closing = false;

  constructor(private readonly options: ExchangesOptions) {
    this.timeouts = new RequestTimeouts(this.inFlight, options.requestTimeoutMs);
  }

  get size(): number {
    return this.inFlight.size;
  }

  /** To be ended by {@link end} once the response is out or its connection gone. */
  begin(request: ExchangeRequest, response: ExchangeResponse, seed: RequestContextSeed = {}): Exchange {
    const exchange = new Exchange(request, response, new RequestContext(seed));
    this.inFlight.add(exchange);
    if (this.closing) closeAfter(response);
    return exchange;
  }

  /**
   * Runs the handler of an exchange in its context, or refuses when too many are under way or the process is behind.
   * @param answer to what is refused, where it takes another form
   */
  admit(exchange: Exchange, handle: () => void, answer?: (error: DomainError) => void): void {
    const { maxConcurrentRequests, overload } = this.options;
    const { size } = this.inFlight;
    if (size > maxConcurrentRequests || overload?.refuses(size) === true) {
      const error = refusal(503, { headers: { 'retry-after': '1' } });
      if (answer === undefined) refuse(exchange, exchange.response, error);
      else answer(error);
      return;
    }
    RequestContext.run(exchange.context, handle);
  }

  end(exchange: Exchange): void {
    this.inFlight.delete(exchange);
    exchange.context.cancel();
    const durationMs = performance.now() - exchange.startedAtMs;
    for (const observer of this.options.observers) observer.finished(exchange, durationMs);
  }

  /** From now on each response tells its client to open the next connection somewhere else. */
  announceClose(): void {
    this.closing = true;
    for (const { response } of this.inFlight) closeAfter(response);
  }

  isOn(socket: Socket): boolean {
    for (const { request } of this.inFlight) if (request.socket === socket) return true;
    return false;
  }

  stop(): void {
    this.timeouts.stop();
    this.options.overload?.stop();
  }
}

function closeAfter(response: ExchangeResponse): void {
  response.shouldKeepAlive = false;
}
