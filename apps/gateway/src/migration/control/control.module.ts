import { Module, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { Logger } from '@wellspring/platform';
import { GuardrailModule } from '../guardrail/guardrail.module.ts';
import { Guardrails } from '../guardrail/guardrails.ts';
import { Notifications } from '../../replicas/notifications.ts';
import { Replica } from '../../replicas/replica.ts';
import { ReplicasModule } from '../../replicas/replicas.module.ts';
import { MigrationState } from '../stage/migration-state.ts';
import { Schedule } from '../stage/schedule.ts';
import { StageModule } from '../stage/stage.module.ts';
import { AuditStore } from './audit.store.ts';
import { AutomaticRollback } from './automatic-rollback.ts';
import { ControlMetrics } from './control.metrics.ts';
import { ControlSettings } from './control.settings.ts';
import { FileRecorder } from './file-recorder.ts';
import { OverrideStore } from './override.store.ts';
import { OverrideSync } from './override-sync.ts';
import { Rollbacks } from './rollbacks.ts';

/** PostgreSQL channel on which a trigger tells of every decision. */
const overrideChannel = 'capability_override';

/** Decisions over the file: kept in PostgreSQL, brought to every replica. */
@Module({
  imports: [StageModule, ReplicasModule, GuardrailModule],
  providers: [
    ControlMetrics,
    OverrideStore,
    AuditStore,
    FileRecorder,
    {
      provide: OverrideSync,
      inject: [OverrideStore, MigrationState, Logger],
      useFactory: (store: OverrideStore, state: MigrationState, logger: Logger) =>
        new OverrideSync(store, state, logger),
    },
    {
      provide: Rollbacks,
      inject: [MigrationState, OverrideStore, OverrideSync, Logger],
      useFactory: (state: MigrationState, store: OverrideStore, sync: OverrideSync, logger: Logger) =>
        new Rollbacks({ state, store, sync, logger }),
    },
    {
      provide: AutomaticRollback,
      inject: [Rollbacks, Logger, Replica, ControlMetrics],
      useFactory: (
        rollbacks: Rollbacks,
        logger: Logger,
        { name: replica }: Replica,
        { rollbacks: count }: ControlMetrics,
      ) => new AutomaticRollback({ rollbacks, logger, replica, count }),
    },
  ],
  exports: [OverrideStore, AuditStore, OverrideSync, Rollbacks],
})
export class ControlModule implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly settings: ControlSettings,
    private readonly notifications: Notifications,
    private readonly sync: OverrideSync,
    private readonly automatic: AutomaticRollback,
    private readonly rollbacks: Rollbacks,
    private readonly recorder: FileRecorder,
    private readonly state: MigrationState,
    private readonly metrics: ControlMetrics,
    private readonly schedule: Schedule,
    private readonly guardrails: Guardrails,
  ) {}

  /** Waits for one look at the decisions, found or not: a rollback must be in force before the first request. */
  async onModuleInit(): Promise<void> {
    await this.sync.refresh();
    this.notifications.on(overrideChannel, () => void this.sync.refresh());
    this.notifications.onListening(() => void this.sync.refresh());
    this.guardrails.onBreach((capability, verdict) => this.automatic.breach(capability, verdict));
    this.metrics.watch(this.sync);
  }

  onApplicationBootstrap(): void {
    void this.recorder.record();
    this.state.onChange(() => void this.recorder.record());
    this.schedule.every(this.settings.migrationSyncIntervalMs, () => void this.catchUp());
  }

  private async catchUp(): Promise<void> {
    await this.sync.refresh();
    if (!this.sync.isConnected) return;
    await this.rollbacks.settle();
    await this.recorder.record();
  }
}
