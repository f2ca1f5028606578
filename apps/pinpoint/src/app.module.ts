import { Module } from '@nestjs/common';
import { PersistenceModule } from '@wellspring/persistence';
import { HttpClientModule, Lifecycle, Logger, messageOf } from '@wellspring/platform';
import { AlertModule } from './alert/alert.module.ts';
import { AuditChanges } from './changes/audit-changes.ts';
import { WatchSettings } from './config.ts';
import { Customers } from './customer/customers.ts';
import { LookStore } from './customer/look.store.ts';
import { ClusterTargets } from './discovery/cluster-targets.ts';
import { ListedTargets } from './discovery/listed-targets.ts';
import { type Discovery, discoveryToken } from './discovery/target.ts';
import { IncidentModule } from './incident/incident.module.ts';
import { CreateIncident1796400000000 } from './migrations/1796400000000-create-incident.ts';
import { CreateLook1796500000000 } from './migrations/1796500000000-create-look.ts';
import { Operations } from './operations/operations.ts';
import { Recorder } from './recording/recorder.ts';
import { ReferenceModule } from './reference/reference.module.ts';
import { Visits } from './visitor/visits.ts';
import { Watcher } from './watch/watcher.ts';

const auditTimeoutMs = 2_000;

@Module({
  imports: [
    // It goes on without: what is said never waits for the database, which may be what is broken.
    PersistenceModule.forRoot({
      entities: [],
      migrations: [CreateIncident1796400000000, CreateLook1796500000000],
      idempotency: false,
      optional: true,
    }),
    HttpClientModule.register({
      name: 'gateway',
      inject: [WatchSettings],
      useFactory: ({ gatewayManagementUrl }: WatchSettings) => ({
        baseUrl: gatewayManagementUrl,
        timeoutMs: auditTimeoutMs,
        retry: { maxAttempts: 1 },
      }),
    }),
    IncidentModule,
    AlertModule,
    ReferenceModule,
  ],
  providers: [
    {
      provide: discoveryToken,
      inject: [WatchSettings, Logger, Lifecycle],
      useFactory: discoveryOf,
    },
    AuditChanges,
    Visits,
    Watcher,
    Recorder,
    LookStore,
    Customers,
    Operations,
  ],
})
export class AppModule {}

function discoveryOf(settings: WatchSettings, logger: Logger, lifecycle: Lifecycle): Discovery {
  const { discovery, scrapeTargets: services, clusterApiUrl: apiUrl, clusterCredentials: credentials } = settings;
  if (discovery === 'list') return new ListedTargets(services);
  const cluster = new ClusterTargets({ apiUrl, credentials, services }, (error) => {
    logger.warn('the pods cannot be listed; the last known are looked at', { 'error.message': messageOf(error) });
  });
  lifecycle.onCloseConnections('API server', () => cluster.close());
  return cluster;
}
