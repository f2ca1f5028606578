import { Module, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { Lifecycle, Logger } from '@wellspring/platform';
import { DatabaseSettings } from '@wellspring/persistence';
import { MigrationMetrics } from '../migration.metrics.ts';
import { MigrationSettings } from '../migration.settings.ts';
import { MigrationState } from '../stage/migration-state.ts';
import { Schedule } from '../stage/schedule.ts';
import { StageModule } from '../stage/stage.module.ts';
import { AuditStore } from './audit.store.ts';
import { AutomaticRollback } from './automatic-rollback.ts';
import { FileRecorder } from './file-recorder.ts';
import { Notifications } from './notifications.ts';
import { OverrideStore } from './override.store.ts';
import { OverrideSync } from './override-sync.ts';
import { Replica } from './replica.ts';

/** PostgreSQL channel on which a trigger tells of every decision. */
const OVERRIDE_CHANNEL = 'capability_override';

/** Decisions over the file: kept in PostgreSQL, brought to every replica. */
@Module({
  imports: [StageModule],
  providers: [
    Replica,
    OverrideStore,
    AuditStore,
    FileRecorder,
    {
      provide: Notifications,
      inject: [DatabaseSettings, Logger],
      useFactory: ({ databaseUrl }: DatabaseSettings, logger: Logger) => new Notifications(databaseUrl, logger),
    },
    {
      provide: OverrideSync,
      inject: [OverrideStore, MigrationState, Logger],
      useFactory: (store: OverrideStore, state: MigrationState, logger: Logger) =>
        new OverrideSync(store, state, logger),
    },
    {
      provide: AutomaticRollback,
      inject: [MigrationState, OverrideStore, OverrideSync, Logger, Replica, MigrationMetrics],
      useFactory: (
        state: MigrationState,
        store: OverrideStore,
        sync: OverrideSync,
        logger: Logger,
        { name: replica }: Replica,
        { rollbacks }: MigrationMetrics,
      ) => new AutomaticRollback({ state, store, sync, logger, replica, rollbacks }),
    },
  ],
  exports: [Replica, OverrideStore, AuditStore, Notifications, OverrideSync, AutomaticRollback],
})
export class ControlModule implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly settings: MigrationSettings,
    private readonly notifications: Notifications,
    private readonly sync: OverrideSync,
    private readonly rollback: AutomaticRollback,
    private readonly recorder: FileRecorder,
    private readonly state: MigrationState,
    private readonly metrics: MigrationMetrics,
    private readonly schedule: Schedule,
    private readonly lifecycle: Lifecycle,
  ) {}

  /** Waits for one look at the decisions, found or not: a rollback must be in force before the first request. */
  async onModuleInit(): Promise<void> {
    await this.sync.refresh();
    this.notifications.on(OVERRIDE_CHANNEL, () => void this.sync.refresh());
    this.notifications.onListening(() => void this.sync.refresh());
    this.lifecycle.onCloseConnections('migration notifications', () => this.notifications.close());
    this.metrics.watchSync(this.sync);
  }

  onApplicationBootstrap(): void {
    this.notifications.start();
    void this.recorder.record();
    this.state.onChange(() => void this.recorder.record());
    this.schedule.every(this.settings.migrationSyncIntervalMs, () => void this.catchUp());
  }

  private async catchUp(): Promise<void> {
    await this.sync.refresh();
    if (!this.sync.isConnected) return;
    await this.rollback.settle();
    await this.recorder.record();
  }
}
