import { Injectable } from '@nestjs/common';
import { type Counter, Metrics } from '@wellspring/platform';
import type { OverrideSync } from './control/override-sync.ts';
import { STAGES } from './file/migration-file.schema.ts';
import type { Guardrails } from './guardrail/guardrails.ts';
import type { Outcome } from './migration.ts';
import type { ShadowQueue } from './shadow/shadow-queue.ts';
import type { EffectiveState } from './stage/effective-state.ts';
import type { MigrationState } from './stage/migration-state.ts';
import type { Position } from './stage/position.ts';

const GUARDRAIL_STATES = ['idle', 'insufficient', 'healthy', 'breach'] as const;

/** What Prometheus is told about the migration. Names of capabilities come from the file, so they are few. */
@Injectable()
export class MigrationMetrics {
  readonly requests: Counter<'capability' | 'side' | 'outcome'>;
  readonly fileRefused: Counter;
  readonly rollbacks: Counter<'capability'>;
  readonly shadow: Counter<'capability' | 'outcome'>;
  readonly shadowShed: Counter<'capability' | 'reason'>;
  readonly parityFacts: Counter<'capability' | 'fact' | 'outcome'>;

  constructor(private readonly metrics: Metrics) {
    this.requests = metrics.counter({
      name: 'migration_requests_total',
      help: 'Requests of a capability by the side that was asked; outcome is ok, failed or fallback',
      labels: ['capability', 'side', 'outcome'],
    });
    this.fileRefused = metrics.counter({
      name: 'migration_file_refused_total',
      help: 'Times a changed migration file was refused',
    });
    this.rollbacks = metrics.counter({
      name: 'migration_automatic_rollbacks_total',
      help: 'Times a guardrail took a capability back',
      labels: ['capability'],
    });
    this.shadow = metrics.counter({
      name: 'migration_shadow_comparisons_total',
      help: 'Exchanges offered to the shadow, by what became of them',
      labels: ['capability', 'outcome'],
    });
    this.shadowShed = metrics.counter({
      name: 'migration_shadow_shed_total',
      help: 'Exchanges the shadow had no room for',
      labels: ['capability', 'reason'],
    });
    this.parityFacts = metrics.counter({
      name: 'migration_parity_facts_total',
      help: 'Facts compared; outcome is equal, different or noise',
      labels: ['capability', 'fact', 'outcome'],
    });
  }

  countRequest({ capability, side, failed, fallback }: Outcome): void {
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
          for (const stage of STAGES) gauge.set({ capability, stage }, effective.stage === stage ? 1 : 0);
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

  watchGuardrails(state: MigrationState, guardrails: Guardrails): void {
    this.metrics.gauge({
      name: 'migration_guardrail',
      help: '1 for what the guardrail of a capability says: idle, insufficient, healthy or breach',
      labels: ['capability', 'state'],
      collect: (gauge) => {
        for (const capability of state.table.capabilities) {
          const now = guardrails.report(capability)?.state;
          for (const each of GUARDRAIL_STATES) gauge.set({ capability, state: each }, each === now ? 1 : 0);
        }
      },
    });
  }

  watchSync(sync: OverrideSync): void {
    this.metrics.gauge({
      name: 'migration_decisions_age_seconds',
      help: 'How long ago the decisions were last read from the database; -1 when they never were',
      collect: (gauge) => {
        gauge.set({}, sync.ageMs === undefined ? -1 : sync.ageMs / 1_000);
      },
    });
  }

  watchShadow(queue: ShadowQueue): void {
    this.metrics.gauge({
      name: 'migration_shadow_waiting',
      help: 'Exchanges waiting to be compared',
      collect: (gauge) => {
        gauge.set({}, queue.size.waiting);
      },
    });
    this.metrics.gauge({
      name: 'migration_shadow_held_bytes',
      help: 'Bodies held for comparison: arriving, waiting and being compared',
      collect: (gauge) => {
        gauge.set({}, queue.size.bytes);
      },
    });
  }
}

function shareOnNewSide({ stage, percent }: Position): number {
  if (stage === 'canary') return percent;
  return stage === 'new' || stage === 'retired' ? 100 : 0;
}
