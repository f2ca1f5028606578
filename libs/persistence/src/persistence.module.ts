import { type DynamicModule, Global, Module, type Provider } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Logger, ServiceName } from '@wellspring/platform';
import { Cleanup } from './database/cleanup.ts';
import { dataSourceOptions } from './database/data-source.ts';
import { Database } from './database/database.ts';
import { DatabaseConnection } from './database/database-connection.ts';
import { DatabaseMetrics } from './database/database.metrics.ts';
import { DatabaseSettings } from './database/database.settings.ts';
import { QueryFailedFilter } from './database/query-failed.filter.ts';
import { IdempotencyCleanup } from './idempotency/idempotency-cleanup.ts';
import { IdempotencyKeys } from './idempotency/idempotency-keys.ts';
import { Jobs } from './jobs/jobs.ts';
import { JobsMetrics } from './jobs/jobs.metrics.ts';
import { jobQueueToken, JobsRuntime } from './jobs/jobs.runtime.ts';
import { MigrationState } from './database/migration-state.ts';
import { Outbox } from './outbox/outbox.ts';
import { OutboxCleanup } from './outbox/outbox-cleanup.ts';
import { OutboxMetrics } from './outbox/outbox.metrics.ts';
import { OutboxPublisher } from './outbox/outbox.publisher.ts';
import { OutboxRelay } from './outbox/outbox.relay.ts';
import { OutboxStore } from './outbox/outbox.store.ts';
import { persistenceOptionsToken, type PersistenceOptions, withOwnMigrations } from './persistence.options.ts';

/** The pool and what depends only on it, so that TypeORM can be built upon it. */
@Global()
@Module({})
class DatabaseModule {
  static with(options: PersistenceOptions): DynamicModule {
    const database: Provider = {
      provide: Database,
      inject: [DatabaseSettings, DatabaseMetrics, Logger, ServiceName],
      useFactory: (settings: DatabaseSettings, metrics: DatabaseMetrics, logger: Logger, service: ServiceName) =>
        new Database(settings, metrics, logger, service.name),
    };
    return {
      module: DatabaseModule,
      providers: [{ provide: persistenceOptionsToken, useValue: options }, DatabaseMetrics, database],
      exports: [persistenceOptionsToken, Database],
    };
  }
}

/** Loaded here and not at the top: the queue and its libraries are a tenth of the memory of a service that has none. */
const jobQueue: Provider = {
  provide: jobQueueToken,
  inject: [Database, DatabaseSettings],
  useFactory: async (database: Database, settings: DatabaseSettings) => {
    const { createQueue } = await import('./jobs/job-queue.ts');
    return createQueue(database, settings);
  },
};

/**
 * A service's database: `imports: [PersistenceModule.forRoot({ entities, migrations, outbox: true, jobs: true })]`, with
 * {@link DatabaseSettings} among the service's settings. Global, so features inject `DataSource`, `EntityManager`,
 * `Database`, `IdempotencyKeys`, `Outbox`, `OutboxPublisher` and `Jobs` without importing anything; repositories come
 * from `TypeOrmModule.forFeature`.
 */
@Global()
@Module({})
export class PersistenceModule {
  static forRoot(options: PersistenceOptions): DynamicModule {
    const complete = withOwnMigrations(options);
    const providers: Provider[] = [
      MigrationState,
      DatabaseConnection,
      Cleanup,
      { provide: APP_FILTER, useClass: QueryFailedFilter },
    ];
    const exported: Provider[] = [DatabaseConnection, MigrationState];
    if (options.idempotency !== false) {
      providers.push(IdempotencyKeys, IdempotencyCleanup);
      exported.push(IdempotencyKeys);
    }
    if (options.outbox === true) {
      providers.push(Outbox, OutboxPublisher, OutboxMetrics, OutboxStore, OutboxRelay, OutboxCleanup);
      exported.push(Outbox, OutboxPublisher, OutboxStore);
    }
    if (options.jobs === true) {
      providers.push(jobQueue, Jobs, JobsRuntime, JobsMetrics);
      exported.push(Jobs);
    }
    const typeorm = TypeOrmModule.forRootAsync({
      inject: [Database],
      // Connecting is the business of DatabaseConnection, which does not give up.
      useFactory: ({ pool }: Database) => ({ ...dataSourceOptions(complete, pool), manualInitialization: true }),
    });
    return {
      module: PersistenceModule,
      imports: [DatabaseModule.with(complete), typeorm],
      providers,
      exports: exported,
    };
  }
}
