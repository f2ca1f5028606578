import { Module, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { Database } from '@wellspring/persistence';
import { Notifications } from '../../replicas/notifications.ts';
import { Replica } from '../../replicas/replica.ts';
import { ReplicasModule } from '../../replicas/replicas.module.ts';
import { MigrationState } from '../stage/migration-state.ts';
import { Schedule } from '../stage/schedule.ts';
import { StageModule } from '../stage/stage.module.ts';
import { BaselineStore } from './baseline.store.ts';
import { GuardrailMetrics } from './guardrail.metrics.ts';
import { GuardrailSettings } from './guardrail.settings.ts';
import { Guardrails } from './guardrails.ts';
import { trafficChannel, TrafficExchange } from './traffic-exchange.ts';
import { Traffic } from './traffic.ts';

/** Watches both sides of every capability, and says when a new side does worse. */
@Module({
  imports: [StageModule, ReplicasModule],
  providers: [
    BaselineStore,
    GuardrailMetrics,
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
      inject: [MigrationState, Traffic, BaselineStore, GuardrailSettings],
      useFactory: (
        state: MigrationState,
        traffic: Traffic,
        baselines: BaselineStore,
        { guardrailIntervalMs: lookEveryMs }: GuardrailSettings,
      ): Guardrails =>
        new Guardrails({
          state,
          traffic,
          lookEveryMs,
          // Kept for later: losing one to a database that is away costs nothing.
          onBaseline: (capability, baseline) => void baselines.save(capability, baseline).catch(() => undefined),
        }),
    },
  ],
  exports: [Traffic, Guardrails],
})
export class GuardrailModule implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly settings: GuardrailSettings,
    private readonly state: MigrationState,
    private readonly guardrails: Guardrails,
    private readonly exchange: TrafficExchange,
    private readonly baselines: BaselineStore,
    private readonly notifications: Notifications,
    private readonly metrics: GuardrailMetrics,
    private readonly schedule: Schedule,
  ) {}

  onModuleInit(): void {
    this.notifications.on(trafficChannel, (payload) => {
      this.exchange.receive(payload);
    });
    this.metrics.watch(this.state, this.guardrails);
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
