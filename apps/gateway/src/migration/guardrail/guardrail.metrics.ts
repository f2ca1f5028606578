import { Injectable } from '@nestjs/common';
import { guardrailStates } from '@wellspring/contract-gateway';
import { Metrics } from '@wellspring/platform';
import type { MigrationState } from '../stage/migration-state.ts';
import type { Guardrails } from './guardrails.ts';

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
          for (const each of guardrailStates) gauge.set({ capability, state: each }, each === now ? 1 : 0);
        }
      },
    });
  }
}
