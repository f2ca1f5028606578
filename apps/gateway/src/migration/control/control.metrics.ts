import { Injectable } from '@nestjs/common';
import { type Counter, Metrics } from '@wellspring/platform';
import type { OverrideSync } from './override-sync.ts';

@Injectable()
export class ControlMetrics {
  readonly rollbacks: Counter<'capability'>;

  constructor(private readonly metrics: Metrics) {
    this.rollbacks = metrics.counter({
      name: 'migration_automatic_rollbacks_total',
      help: 'Times a guardrail took a capability back',
      labels: ['capability'],
    });
  }

  watch(sync: OverrideSync): void {
    this.metrics.gauge({
      name: 'migration_decisions_age_seconds',
      help: 'How long ago the decisions were last read from the database; -1 when they never were',
      collect: (gauge) => {
        gauge.set({}, sync.ageMs === undefined ? -1 : sync.ageMs / 1_000);
      },
    });
  }
}
