import { type Counter, type Histogram, Metrics } from '@wellspring/platform';
import { Injectable } from '@nestjs/common';
import type { Upstreams } from '../upstreams/upstreams.ts';
import type { UpstreamFailure } from '../upstream/upstream-error.ts';

const breakerStates = { closed: 0, half_open: 1, open: 2 } as const;

/** What the data plane counts. The requests themselves are counted by the platform. */
@Injectable()
export class ProxyMetrics {
  private readonly duration: Histogram<'upstream' | 'outcome'>;
  private readonly retries: Counter<'upstream'>;
  private readonly fallbacks: Counter<'capability' | 'from'>;

  constructor(private readonly metrics: Metrics) {
    this.duration = metrics.histogram({
      name: 'gateway_upstream_response_duration_seconds',
      help: 'Time until an upstream began its response, by upstream and outcome',
      labels: ['upstream', 'outcome'],
    });
    this.retries = metrics.counter({
      name: 'gateway_upstream_retries_total',
      help: 'Requests sent again to the same upstream',
      labels: ['upstream'],
    });
    this.fallbacks = metrics.counter({
      name: 'gateway_fallbacks_total',
      help: 'Requests answered by the other side because the chosen one could not',
      labels: ['capability', 'from'],
    });
  }

  responded(upstream: string, status: number, durationMs: number): void {
    const outcome = status < 400 ? 'ok' : status < 500 ? '4xx' : '5xx';
    this.duration.observe({ upstream, outcome }, durationMs / 1_000);
  }

  failed(upstream: string, outcome: UpstreamFailure | 'aborted', durationMs: number): void {
    this.duration.observe({ upstream, outcome }, durationMs / 1_000);
  }

  retried(upstream: string): void {
    this.retries.inc({ upstream });
  }

  fellBack(capability: string, from: string): void {
    this.fallbacks.inc({ capability, from });
  }

  /** Shows pools and breakers; the tunnels are counted by whoever holds them. */
  watch(upstreams: Upstreams, tunnels: () => number): void {
    this.metrics.gauge({
      name: 'gateway_upstream_connections',
      help: 'Connections to an upstream (state open, idle) and requests waiting for one (state waiting)',
      labels: ['upstream', 'state'],
      collect: (gauge) => {
        for (const { name, endpoints } of upstreams.all) {
          for (const state of ['open', 'idle', 'waiting'] as const) {
            const total = endpoints.reduce((sum, endpoint) => sum + endpoint.pool.connections[state], 0);
            gauge.set({ upstream: name, state }, total);
          }
        }
      },
    });
    this.metrics.gauge({
      name: 'gateway_upstream_breaker_state',
      help: '0 closed, 1 half-open, 2 open',
      labels: ['upstream'],
      collect: (gauge) => {
        for (const { name, breaker } of upstreams.all) gauge.set({ upstream: name }, breakerStates[breaker.state]);
      },
    });
    this.metrics.gauge({
      name: 'gateway_upstream_endpoints_ejected',
      help: 'Endpoints left out because they kept failing',
      labels: ['upstream'],
      collect: (gauge) => {
        for (const { name, endpoints } of upstreams.all) {
          gauge.set({ upstream: name }, endpoints.filter((endpoint) => endpoint.ejected).length);
        }
      },
    });
    this.metrics.gauge({
      name: 'gateway_upstream_endpoint_requests',
      help: 'Requests sent to an address of an upstream since it is known: what share each has',
      labels: ['upstream', 'endpoint'],
      onlyCollected: true,
      collect: (gauge) => {
        for (const { name, endpoints } of upstreams.all) {
          for (const endpoint of endpoints) gauge.set({ upstream: name, endpoint: endpoint.name }, endpoint.requests);
        }
      },
    });
    this.metrics.gauge({
      name: 'gateway_tunnels',
      help: 'Upgraded connections (WebSocket) open',
      collect: (gauge) => {
        gauge.set({}, tunnels());
      },
    });
  }
}
