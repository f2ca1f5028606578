import type { Counter, Gauge, Histogram } from '../metrics/instruments.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { BreakerState } from './breaker.ts';
import type { Outcome } from './dependency.error.ts';

const stateValue: Record<BreakerState, number> = { closed: 0, half_open: 1, open: 2 };

/** What one client tells about its dependency. The metrics are shared by all clients of a service. */
export class HttpClientMetrics {
  private readonly calls: Counter<'dependency' | 'operation' | 'outcome'>;
  private readonly durations: Histogram<'dependency' | 'operation'>;
  private readonly retries: Counter<'dependency' | 'operation'>;
  private readonly inFlight: Gauge<'dependency'>;
  private readonly breaker: Gauge<'dependency'>;
  private readonly certificate: Gauge<'dependency'>;
  private running = 0;

  constructor(
    private readonly dependency: string,
    metrics: Metrics,
  ) {
    this.calls = metrics.counter({
      name: 'http_client_requests_total',
      help: 'Calls to a dependency by how they ended',
      labels: ['dependency', 'operation', 'outcome'],
    });
    this.durations = metrics.histogram({
      name: 'http_client_request_duration_seconds',
      help: 'Time a caller waited for a dependency, retries included',
      labels: ['dependency', 'operation'],
    });
    this.retries = metrics.counter({
      name: 'http_client_retries_total',
      help: 'Tries after the first one',
      labels: ['dependency', 'operation'],
    });
    this.inFlight = metrics.gauge({
      name: 'http_client_requests_in_flight',
      help: 'Calls to a dependency that have not ended yet',
      labels: ['dependency'],
    });
    this.breaker = metrics.gauge({
      name: 'http_client_breaker_state',
      help: 'Circuit breaker of a dependency: 0 closed, 1 half open, 2 open',
      labels: ['dependency'],
    });
    this.certificate = metrics.gauge({
      name: 'http_client_certificate_not_after_seconds',
      help: 'Until when the certificate of a dependency holds, Unix time; of the last connection over TLS',
      labels: ['dependency'],
    });
    this.breakerIs('closed');
    this.inFlight.set({ dependency }, 0);
  }

  began(): void {
    this.running += 1;
    this.inFlight.set({ dependency: this.dependency }, this.running);
  }

  ended(): void {
    this.running -= 1;
    this.inFlight.set({ dependency: this.dependency }, this.running);
  }

  count(operation: string, outcome: Outcome, durationMs: number): void {
    const { dependency } = this;
    this.calls.inc({ dependency, operation, outcome });
    // Nobody waited for anything, and a dependency would look quick for it.
    if (outcome === 'no_time_left') return;
    this.durations.observe({ dependency, operation }, durationMs / 1_000);
  }

  retried(operation: string): void {
    this.retries.inc({ dependency: this.dependency, operation });
  }

  certificateEnds(atSeconds: number): void {
    this.certificate.set({ dependency: this.dependency }, atSeconds);
  }

  breakerIs(state: BreakerState): void {
    this.breaker.set({ dependency: this.dependency }, stateValue[state]);
  }
}
