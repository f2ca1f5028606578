import { Injectable } from '@nestjs/common';
import { type Position, stages } from '@wellspring/contract-gateway';
import { type Counter, type Histogram, Metrics } from '@wellspring/platform';
import type { Outcome } from '../migration.ts';
import type { EffectiveState } from './effective-state.ts';
import type { MigrationState } from './migration-state.ts';

/** Where capabilities stand, and who answered. Names of capabilities come from the file, so they are few. */
@Injectable()
export class StageMetrics {
  readonly fileRefused: Counter;
  private readonly requests: Counter<'capability' | 'side' | 'outcome'>;
  private readonly durations: Histogram<'capability' | 'side'>;

  constructor(private readonly metrics: Metrics) {
    this.requests = metrics.counter({
      name: 'migration_requests_total',
      help: 'Requests of a capability by the side that was asked; outcome is ok, failed or fallback',
      labels: ['capability', 'side', 'outcome'],
    });
    this.durations = metrics.histogram({
      name: 'migration_response_duration_seconds',
      help: 'Time until a side began its answer to a request of a capability, or failed',
      labels: ['capability', 'side'],
    });
    this.fileRefused = metrics.counter({
      name: 'migration_file_refused_total',
      help: 'Times a changed migration file was refused',
    });
  }

  countRequest({ capability, side, failed, fallback, durationMs }: Outcome): void {
    this.durations.observe({ capability, side }, durationMs / 1_000);
    this.requests.inc({ capability, side, outcome: fallback ? 'fallback' : failed ? 'failed' : 'ok' });
  }

  /** Reads the state of every capability at each scrape. */
  watch(state: MigrationState): void {
    const states = (): EffectiveState[] => [...state.table.states.values()];
    this.metrics.gauge({
      name: 'migration_stage',
      help: '1 for the stage a capability is in',
      labels: ['capability', 'stage'],
      collect: (gauge) => {
        for (const { name: capability, effective } of states()) {
          for (const stage of stages) gauge.set({ capability, stage }, effective.stage === stage ? 1 : 0);
        }
      },
    });
    this.metrics.gauge({
      name: 'migration_canary_percent',
      help: 'Share of customers on the new side: all in stage new, none before the canary',
      labels: ['capability'],
      collect: (gauge) => {
        for (const { name: capability, effective } of states()) gauge.set({ capability }, shareOnNewSide(effective));
      },
    });
    this.metrics.gauge({
      name: 'migration_drift',
      help: '1 when what is in force is not what the file says',
      labels: ['capability'],
      collect: (gauge) => {
        for (const { name: capability, drift } of states()) gauge.set({ capability }, drift.length > 0 ? 1 : 0);
      },
    });
  }
}

function shareOnNewSide({ stage, percent }: Position): number {
  if (stage === 'canary') return percent;
  return stage === 'new' || stage === 'retired' ? 100 : 0;
}
