import { Injectable } from '@nestjs/common';
import { Metrics } from '@wellspring/platform';
import type { Pool } from 'pg';
import { databaseFailure } from './database-failure.ts';

const durationBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

@Injectable()
export class DatabaseMetrics {
  readonly acquire;
  readonly statements;
  readonly slow;
  readonly connectionErrors;
  private readonly failures;

  constructor(private readonly metrics: Metrics) {
    this.acquire = metrics.histogram({
      name: 'db_pool_acquire_seconds',
      help: 'Time a caller waited for a connection.',
      labels: ['outcome'],
      buckets: durationBuckets,
    });
    this.statements = metrics.histogram({
      name: 'db_statement_seconds',
      help: 'Time a statement took, by its name, or by its verb when it has none.',
      labels: ['statement', 'outcome'],
      buckets: durationBuckets,
    });
    this.slow = metrics.counter({ name: 'db_slow_statements_total', help: 'Statements slower than DB_SLOW_QUERY_MS.' });
    this.connectionErrors = metrics.counter({
      name: 'db_connection_errors_total',
      help: 'Connections that broke or could not be made.',
    });
    this.failures = metrics.counter({
      name: 'db_failures_total',
      help: 'Times the database could not be used, by reason; what is wrong with a statement itself is not counted.',
      labels: ['reason'],
    });
  }

  /** @param error of a connection or of a statement */
  failed(error: unknown): void {
    const reason = databaseFailure(error);
    if (reason !== undefined) this.failures.inc({ reason });
  }

  /** Reads the pool's size when somebody asks for the metrics, so that lending a connection costs nothing extra. */
  watch(pool: Pool, statements: { readonly size: number }): void {
    const inFlight = this.metrics.gauge({
      name: 'db_statements_in_flight',
      help: 'Statements whose answer is awaited. None while connections are lent: somebody keeps them.',
      collect: () => {
        inFlight.set({}, statements.size);
      },
    });
    const connections = this.metrics.gauge({
      name: 'db_pool_connections',
      help: 'Connections of the pool: all of them, and those nobody uses.',
      labels: ['state'],
      collect: () => {
        connections.set({ state: 'total' }, pool.totalCount);
        connections.set({ state: 'idle' }, pool.idleCount);
      },
    });
    const waiting = this.metrics.gauge({
      name: 'db_pool_waiting_requests',
      help: 'Callers waiting for a connection.',
      collect: () => {
        waiting.set({}, pool.waitingCount);
      },
    });
  }
}
