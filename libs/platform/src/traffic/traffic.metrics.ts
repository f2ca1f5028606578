import type { Counter, Histogram } from '../metrics/instruments.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Exchange, ExchangeObserver } from './exchange.ts';

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Rate, errors and duration of incoming requests, by method, route template and status. */
export class TrafficMetrics implements ExchangeObserver {
  private readonly duration: Histogram<'method' | 'route' | 'status'>;
  private readonly lasting: Counter<'route'>;

  constructor(metrics: Metrics) {
    this.duration = metrics.histogram({
      name: 'http_server_request_duration_seconds',
      help: 'Incoming requests by method, route template (or "unmatched") and status',
      labels: ['method', 'route', 'status'],
    });
    this.lasting = metrics.counter({
      name: 'http_server_lasting_requests_total',
      help: 'Requests whose answer lasted as long as its client wanted: events, long polls',
      labels: ['route'],
    });
  }

  finished({ request, route, status, lasts }: Exchange, durationMs: number): void {
    if (lasts) {
      this.lasting.inc({ route });
      return;
    }
    const method = request.method !== undefined && methods.has(request.method) ? request.method : 'OTHER';
    this.duration.observe({ method, route, status: String(status) }, durationMs / 1_000);
  }
}
