import { Injectable } from '@nestjs/common';
import { type Counter, type Gauge, Metrics } from '@wellspring/platform';
import type { Outcome } from './migration.ts';

/** What Prometheus is told about the migration. Names of capabilities come from the file, so they are few. */
@Injectable()
export class MigrationMetrics {
  readonly requests: Counter<'capability' | 'side' | 'outcome'>;
  readonly fileRefused: Counter;
  readonly stage: Gauge<'capability' | 'stage'>;
  readonly percent: Gauge<'capability'>;
  readonly drift: Gauge<'capability'>;
  readonly guardrail: Gauge<'capability' | 'state'>;
  readonly rollbacks: Counter<'capability'>;
  readonly syncAge: Gauge;

  constructor(metrics: Metrics) {
    this.requests = metrics.counter({
      name: 'migration_requests_total',
      help: 'Requests of a capability by the side that was asked; outcome is ok, failed or fallback',
      labels: ['capability', 'side', 'outcome'],
    });
    this.fileRefused = metrics.counter({
      name: 'migration_file_refused_total',
      help: 'Times a changed migration file was refused',
    });
    this.stage = metrics.gauge({
      name: 'migration_stage',
      help: '1 for the stage a capability is in',
      labels: ['capability', 'stage'],
    });
    this.percent = metrics.gauge({
      name: 'migration_canary_percent',
      help: 'Share of customers on the new side in stage canary',
      labels: ['capability'],
    });
    this.drift = metrics.gauge({
      name: 'migration_drift',
      help: '1 when what is in force is not what the file says',
      labels: ['capability'],
    });
    this.guardrail = metrics.gauge({
      name: 'migration_guardrail',
      help: '1 for what the guardrail of a capability says: idle, insufficient, healthy or breach',
      labels: ['capability', 'state'],
    });
    this.rollbacks = metrics.counter({
      name: 'migration_automatic_rollbacks_total',
      help: 'Times a guardrail took a capability back',
      labels: ['capability'],
    });
    this.syncAge = metrics.gauge({
      name: 'migration_decisions_age_seconds',
      help: 'How long ago the decisions were last read from the database; -1 when they never were',
    });
  }

  countRequest({ capability, side, failed, fallback }: Outcome): void {
    this.requests.inc({ capability, side, outcome: fallback ? 'fallback' : failed ? 'failed' : 'ok' });
  }
}
