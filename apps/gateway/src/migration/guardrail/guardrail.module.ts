import { Module, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { Database } from '@wellspring/persistence';
import { AutomaticRollback } from '../control/automatic-rollback.ts';
import { ControlModule } from '../control/control.module.ts';
import { Notifications } from '../control/notifications.ts';
import { Replica } from '../control/replica.ts';
import { MigrationMetrics } from '../migration.metrics.ts';
import { MigrationSettings } from '../migration.settings.ts';
import { MigrationState } from '../stage/migration-state.ts';
import { Schedule } from '../stage/schedule.ts';
import { StageModule } from '../stage/stage.module.ts';
import { BaselineStore } from './baseline.store.ts';
import { Guardrails } from './guardrails.ts';
import { TRAFFIC_CHANNEL, TrafficExchange } from './traffic-exchange.ts';
import { Traffic } from './traffic.ts';

/** Watches both sides of every capability, and takes one back when its new side does worse. */
@Module({
  imports: [StageModule, ControlModule],
  providers: [
    BaselineStore,
    { provide: Traffic, inject: [MigrationState], useFactory: (state: MigrationState) => new Traffic(state) },
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
  ],
  exports: [Traffic, Guardrails],
})
export class GuardrailModule implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly settings: MigrationSettings,
    private readonly state: MigrationState,
    private readonly guardrails: Guardrails,
    private readonly exchange: TrafficExchange,
    private readonly baselines: BaselineStore,
    private readonly notifications: Notifications,
    private readonly metrics: MigrationMetrics,
    private readonly schedule: Schedule,
  ) {}

  onModuleInit(): void {
    this.notifications.on(TRAFFIC_CHANNEL, (payload) => {
      this.exchange.hear(payload);
    });
    this.metrics.watchGuardrails(this.state, this.guardrails);
  }

  onApplicationBootstrap(): void {
    this.schedule.every(this.settings.guardrailIntervalMs, () => {
      void this.exchange.publish();
      this.guardrails.tick();
    });
    // Without the baselines of earlier days the guardrails begin with what they measure themselves.
    void this.baselines.load().then(
      (baselines) => {
        this.guardrails.remember(baselines);
      },
      () => undefined,
    );
  }
}
