import { Module } from '@nestjs/common';
import { ControlModule } from './control/control.module.ts';
import { MigrationControl } from './control/migration-control.ts';
import { OverrideStore } from './control/override.store.ts';
import { OverrideSync } from './control/override-sync.ts';
import { Rollbacks } from './control/rollbacks.ts';
import { EvidenceCollector } from './gates/evidence-collector.ts';
import { GuardrailModule } from './guardrail/guardrail.module.ts';
import { Guardrails } from './guardrail/guardrails.ts';
import { Traffic } from './guardrail/traffic.ts';
import { migrationToken, type Migration, type Outcomes } from './migration.ts';
import { Operations } from './operations/operations.ts';
import { Replica } from '../replicas/replica.ts';
import { ReplicasModule } from '../replicas/replicas.module.ts';
import { ShadowQueue } from './shadow/shadow-queue.ts';
import { ShadowModule } from './shadow/shadow.module.ts';
import { MigrationState } from './stage/migration-state.ts';
import { StageMetrics } from './stage/stage.metrics.ts';
import { StageModule } from './stage/stage.module.ts';

/**
 * Which side of a capability answers whom, and what decides it. The service it is part of has `migrationSettings` and
 * `DatabaseSettings` among its settings and `migrationTables` among its migrations, provides `upstreamRequesterToken`, and
 * mounts `OperationsModule` on its management port.
 */
@Module({
  imports: [StageModule, ReplicasModule, ControlModule, GuardrailModule, ShadowModule],
  providers: [
    EvidenceCollector,
    Operations,
    {
      provide: MigrationControl,
      inject: [MigrationState, OverrideStore, OverrideSync, Rollbacks, Guardrails, EvidenceCollector, Replica],
      useFactory: (
        state: MigrationState,
        store: OverrideStore,
        sync: OverrideSync,
        rollbacks: Rollbacks,
        guardrails: Guardrails,
        evidence: EvidenceCollector,
        { name: replica }: Replica,
      ): MigrationControl =>
        new MigrationControl({
          state,
          store,
          sync,
          rollbacks,
          replica,
          guardrails: (capability) => guardrails.report(capability),
          evidence: (capability) => evidence.of(capability),
        }),
    },
    {
      provide: migrationToken,
      inject: [MigrationState, Traffic, ShadowQueue, StageMetrics],
      useFactory: (state: MigrationState, traffic: Traffic, shadow: ShadowQueue, metrics: StageMetrics): Migration => ({
        get table() {
          return state.table;
        },
        outcomes: counted(traffic, metrics),
        shadow,
      }),
    },
  ],
  exports: [migrationToken, Operations],
})
export class MigrationModule {}

function counted(traffic: Traffic, metrics: StageMetrics): Outcomes {
  return {
    record(outcome) {
      traffic.record(outcome);
      metrics.countRequest(outcome);
    },
    began: (asked) => traffic.began(asked),
  };
}
