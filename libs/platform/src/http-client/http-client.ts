import { bulkhead, type BulkheadPolicy, isBulkheadRejectedError } from 'cockatiel';
import type { Logger } from '../logging/logger.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { RequestContext } from '../tracing/request-context.ts';
import { Breaker, type BreakerState } from './breaker.ts';
import { Deadline } from './deadline.ts';
import { DependencyError, type FailureOutcome, notCalled } from './dependency.error.ts';
import { HttpClientMetrics } from './http-client.metrics.ts';
import { completeOptions, type CompleteOptions, type HttpClientOptions } from './http-client.options.ts';
import { type HttpRequest, type HttpResponse, isIdempotent } from './http-request.ts';
import { Retries } from './retries.ts';
import { Transport } from './transport.ts';

/**
 * Failures that are no news: a 4xx is an answer the caller deals with, the two refusals of our own come by the hundred
 * once the log has said that the breaker opened, and a request without time ends with a line of its own.
 */
const expected: ReadonlySet<FailureOutcome> = new Set<FailureOutcome>(['4xx', ...notCalled]);
/**
 * With less than this left to the caller, nobody is called: whatever had taken the time, the dependency would be the one
 * who did not answer in it.
 */
const leastTimeLeftMs = 50;

/**
 * The one way to a dependency. A call always ends by its deadline, in one of a fixed set of outcomes, counted and
 * logged once; and however ill the dependency is, it takes no more than its own connections with it.
 */
export class HttpClient {
  private readonly options: CompleteOptions;
  private readonly metrics: HttpClientMetrics;
  private readonly logger: Logger;
  private readonly transport: Transport;
  private readonly compartment: BulkheadPolicy;
  private readonly retries: Retries;
  private readonly breaker: Breaker;

  constructor(
    /** The dependency's name in metrics and log. */
    readonly name: string,
    options: HttpClientOptions,
    platform: { readonly metrics: Metrics; readonly logger: Logger },
  ) {
    this.options = completeOptions(options);
    this.metrics = new HttpClientMetrics(name, platform.metrics);
    this.logger = platform.logger.child({ 'service.target.name': name });
    this.transport = new Transport(name, this.options, (endsAtSeconds) => {
      this.metrics.certificateEnds(endsAtSeconds);
    });
    this.compartment = bulkhead(this.options.maxConcurrent, 0);
    this.retries = new Retries(this.options.retry);
    this.breaker = new Breaker(name, this.options.breaker, (state) => {
      this.breakerChanged(state);
    });
  }

  /** State of the circuit breaker, for pages and reports. */
  get breakerState(): BreakerState {
    return this.breaker.state;
  }

  /**
   * Calls the dependency and gives its answer when it is a 2xx whose body fits the schema.
   *
   * @throws {DependencyError} in every other case
   */
  async request<T>(request: HttpRequest<T>): Promise<HttpResponse<T>> {
    const startedMs = performance.now();
    this.metrics.began();
    try {
      const response = await this.answer(request);
      this.metrics.count(request.operation, 'ok', performance.now() - startedMs);
      return response;
    } catch (error) {
      // Anything else is a mistake in the call itself and says nothing about the dependency.
      if (error instanceof DependencyError) this.record(error, request, performance.now() - startedMs);
      throw error;
    } finally {
      this.metrics.ended();
    }
  }

  /** Whether the dependency answers `path` at all, past breaker and limits. @throws {DependencyError} when not */
  async ping(path: string, timeoutMs: number): Promise<void> {
    const deadline = new Deadline(timeoutMs);
    try {
      await this.transport.send({ operation: 'health', method: 'GET', path }, deadline);
    } finally {
      deadline.end();
    }
  }

  /** Ends all connections. */
  close(): Promise<void> {
    return this.transport.close();
  }

  private async answer<T>(request: HttpRequest<T>): Promise<HttpResponse<T>> {
    const leftMs = RequestContext.current()?.remainingMs() ?? Infinity;
    if (leftMs < leastTimeLeftMs) throw this.failure(request, 'no_time_left');
    const deadline = new Deadline(Math.min(this.options.timeoutMs, request.timeoutMs ?? Infinity, leftMs));
    try {
      const response = await this.compartment.execute(() => this.tryRepeatedly(request, deadline));
      return { ...response, body: this.validated(request, response) };
    } catch (error) {
      if (isBulkheadRejectedError(error)) throw this.failure(request, 'bulkhead_full');
      throw error;
    } finally {
      deadline.end();
    }
  }

  private async tryRepeatedly(request: HttpRequest<unknown>, deadline: Deadline): Promise<HttpResponse<unknown>> {
    this.retries.countCall();
    let failure: DependencyError | undefined;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.breaker.run(request.operation, () => this.transport.send(request, deadline));
      } catch (error) {
        if (!(error instanceof DependencyError)) throw error;
        // A breaker that opened meanwhile ends the retries; what made it open says more.
        if (failure !== undefined && error.outcome === 'breaker_open') throw failure;
        failure = error;
      }
      const pauseMs = isIdempotent(request) ? this.retries.pauseMs(attempt, failure, deadline.remainingMs) : undefined;
      if (pauseMs === undefined) throw failure;
      if (!(await deadline.pause(pauseMs))) throw failure;
      this.metrics.retried(request.operation);
    }
  }

  /** Outside of the breaker: a field we do not understand is no reason to stop asking for everything else. */
  private validated<T>(request: HttpRequest<T>, { status, body }: HttpResponse<unknown>): T {
    const result = request.schema.safeParse(body);
    if (result.success) return result.data;
    const detail = result.error.issues.slice(0, 3).map(({ path, code }) => `${path.join('.') || 'body'}: ${code}`);
    throw this.failure(request, 'bad_payload', detail.join(', '), status);
  }

  private failure(
    { operation }: HttpRequest<unknown>,
    outcome: FailureOutcome,
    detail?: string,
    status?: number,
  ): DependencyError {
    return new DependencyError({ dependency: this.name, operation, outcome, detail, status });
  }

  private record(error: DependencyError, { method }: HttpRequest<unknown>, durationMs: number): void {
    this.metrics.count(error.operation, error.outcome, durationMs);
    const fields = {
      'event.action': error.operation,
      'event.outcome': 'failure',
      'event.reason': error.outcome,
      'event.duration': Math.round(durationMs * 1_000_000),
      'http.request.method': method,
      'http.response.status_code': error.status,
      'error.code': error.detail,
    };
    if (expected.has(error.outcome)) this.logger.debug('Call to a dependency was refused', fields);
    else this.logger.warn('Call to a dependency failed', fields);
  }

  private breakerChanged(state: BreakerState): void {
    this.metrics.breakerIs(state);
    const fields = { 'event.action': 'breaker', breaker_state: state };
    if (state === 'open') this.logger.warn('Circuit breaker opened: the dependency is not called for a while', fields);
    else this.logger.info('Circuit breaker changed', fields);
  }
}
