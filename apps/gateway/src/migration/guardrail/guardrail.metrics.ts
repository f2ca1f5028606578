import { Injectable } from '@nestjs/common';
import { Metrics } from '@wellspring/platform';
import type { MigrationState } from '../stage/migration-state.ts';
import type { Guardrails } from './guardrails.ts';

const states = ['idle', 'insufficient', 'healthy', 'breach'] as const;

@Injectable()
export class GuardrailMetrics {
  constructor(private readonly metrics: Metrics) {}

  watch(state: MigrationState, guardrails: Guardrails): void {
    this.metrics.gauge({
      name: 'migration_guardrail',
      help: '1 for what the guardrail of a capability says: idle, insufficient, healthy or breach',
      labels: ['capability', 'state'],
      collect: (gauge) => {
        for (const capability of state.table.capabilities) {
          const now = guardrails.report(capability)?.state;
          for (const each of states) gauge.set({ capability, state: each }, each === now ? 1 : 0);
        }
      },
    });
  }
}
