import { Module, type OnModuleInit } from '@nestjs/common';
import { Lifecycle, Logger } from '@wellspring/platform';
import { Database, DatabaseSettings } from '@wellspring/persistence';
import { UpstreamModule } from '../upstream/upstream.module.ts';
import { Upstreams } from '../upstream/upstreams.ts';
import { AuditStore } from './control/audit.store.ts';
import { AutomaticRollback } from './control/automatic-rollback.ts';
import { BaselineStore } from './control/baseline.store.ts';
import { Notifications } from './control/notifications.ts';
import { OverrideStore } from './control/override.store.ts';
import { OverrideSync } from './control/override-sync.ts';
import { Replica } from './control/replica.ts';
import { describeFileError } from './file/file-error.ts';
import { FileWatcher } from './file/file-watcher.ts';
import { Guardrails } from './guardrail/guardrails.ts';
import { TrafficExchange } from './guardrail/traffic-exchange.ts';
import { Traffic } from './guardrail/traffic.ts';
import { MIGRATION, type Migration, type Outcomes, type Shadow } from './migration.ts';
import { MigrationMetrics } from './migration.metrics.ts';
import { MigrationSettings } from './migration.settings.ts';
import { MigrationWorkers } from './migration-workers.ts';
import { MigrationState } from './stage/migration-state.ts';

/** Upstream name for what the gateway answers itself. */
const GATEWAY_ITSELF = 'gateway';

/**
 * Which side of a capability answers whom, and what decides it. The service it is part of has {@link MigrationSettings}
 * and `DatabaseSettings` among its settings and `MIGRATION_TABLES` among its migrations, and provides
 * `UPSTREAM_REQUESTER`.
 */
@Module({
  imports: [UpstreamModule],
  providers: [
    Replica,
    OverrideStore,
    AuditStore,
    BaselineStore,
    MigrationMetrics,
    {
      provide: FileWatcher,
      inject: [MigrationSettings, Upstreams, Logger, MigrationMetrics],
      useFactory: async (
        settings: MigrationSettings,
        upstreams: Upstreams,
        logger: Logger,
        metrics: MigrationMetrics,
      ): Promise<FileWatcher> => {
        const path = settings.migrationFile;
        const watcher = await FileWatcher.open({ path, upstreams: [...upstreams.names, GATEWAY_ITSELF] });
        watcher.onRefused((errors) => {
          metrics.fileRefused.inc();
          for (const error of errors) logger.error(`migration file refused: ${describeFileError(path, error)}`);
        });
        return watcher;
      },
    },
    {
      provide: MigrationState,
      inject: [FileWatcher],
      useFactory: (watcher: FileWatcher) => new MigrationState(watcher.file),
    },
    { provide: Traffic, inject: [MigrationState], useFactory: (state: MigrationState) => new Traffic(state) },
    {
      provide: Notifications,
      inject: [DatabaseSettings, Logger],
      useFactory: (settings: DatabaseSettings, logger: Logger) => new Notifications(settings.databaseUrl, logger),
    },
    {
      provide: OverrideSync,
      inject: [OverrideStore, MigrationState, Logger],
      useFactory: (store: OverrideStore, state: MigrationState, logger: Logger) =>
        new OverrideSync(store, state, logger),
    },
    {
      provide: AutomaticRollback,
      inject: [MigrationState, OverrideStore, OverrideSync, Logger, Replica],
      useFactory: (
        state: MigrationState,
        store: OverrideStore,
        sync: OverrideSync,
        logger: Logger,
        { name }: Replica,
      ): AutomaticRollback => new AutomaticRollback({ state, store, sync, logger, replica: name }),
    },
    {
      provide: TrafficExchange,
      inject: [Traffic, Replica, Database],
      useFactory: (traffic: Traffic, { id }: Replica, database: Database) =>
        new TrafficExchange(traffic, id, async (channel, payload) => {
          const values = [channel, payload];
          await database.query({ name: 'tell-traffic', text: 'select pg_notify($1, $2)', values });
        }),
    },
    {
      provide: Guardrails,
      inject: [MigrationState, Traffic, AutomaticRollback, BaselineStore],
      useFactory: (
        state: MigrationState,
        traffic: Traffic,
        rollback: AutomaticRollback,
        baselines: BaselineStore,
      ): Guardrails =>
        new Guardrails({
          state,
          traffic,
          onBreach: (capability, verdict) => rollback.breach(capability, verdict),
          // Kept for later: losing one to a database that is away costs nothing.
          onBaseline: (capability, baseline) => void baselines.save(capability, baseline).catch(() => undefined),
        }),
    },
    {
      provide: MigrationWorkers,
      inject: [
        MigrationSettings,
        MigrationState,
        FileWatcher,
        Notifications,
        OverrideSync,
        Guardrails,
        TrafficExchange,
        AutomaticRollback,
        AuditStore,
        BaselineStore,
        Replica,
        Lifecycle,
        Logger,
      ],
      useFactory: (
        settings: MigrationSettings,
        state: MigrationState,
        watcher: FileWatcher,
        notifications: Notifications,
        sync: OverrideSync,
        guardrails: Guardrails,
        exchange: TrafficExchange,
        rollback: AutomaticRollback,
        audit: AuditStore,
        baselines: BaselineStore,
        replica: Replica,
        lifecycle: Lifecycle,
        logger: Logger,
      ): MigrationWorkers =>
        new MigrationWorkers({
          settings,
          state,
          watcher,
          notifications,
          sync,
          guardrails,
          exchange,
          rollback,
          audit,
          baselines,
          replica,
          lifecycle,
          logger,
        }),
    },
    {
      provide: MIGRATION,
      inject: [MigrationState, Traffic, MigrationMetrics],
      useFactory: (state: MigrationState, traffic: Traffic, metrics: MigrationMetrics): Migration => ({
        get table() {
          return state.table;
        },
        outcomes: counted(traffic, metrics),
        shadow: NO_SHADOW,
      }),
    },
  ],
  exports: [MIGRATION],
})
export class MigrationModule implements OnModuleInit {
  constructor(private readonly workers: MigrationWorkers) {}

  async onModuleInit(): Promise<void> {
    await this.workers.start();
  }
}

function counted(traffic: Traffic, metrics: MigrationMetrics): Outcomes {
  return {
    record(outcome) {
      traffic.record(outcome);
      metrics.countRequest(outcome);
    },
    began: (capability, side) => traffic.began(capability, side),
  };
}

const NO_SHADOW: Shadow = { wants: () => false, maxBodyBytes: 0, offer: () => undefined };
