import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry, Lifecycle, Logger, messageOf } from '@wellspring/platform';
import { DataSource } from 'typeorm';
import { persistenceOptionsToken, type PersistenceOptions } from '../persistence.options.ts';
import { MigrationState } from './migration-state.ts';
import { Database } from './database.ts';
import { DatabaseSettings } from './database.settings.ts';

/** Short, since it decides how soon a service takes traffic again after the database was away. */
const checkIntervalMs = 1_000;

/**
 * Brings TypeORM up as soon as the database answers. A service whose database is not there yet starts all the same: it
 * is live, says it is not ready, and becomes ready by itself.
 */
@Injectable()
export class DatabaseConnection implements OnModuleInit {
  /** Resolves once TypeORM is up and the schema is not behind. Stays pending when the process stops before that. */
  readonly usable: Promise<void>;
  private ready = false;
  private markUsable: () => void = () => undefined;
  private retry: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly dataSource: DataSource,
    private readonly migrations: MigrationState,
    private readonly settings: DatabaseSettings,
    private readonly lifecycle: Lifecycle,
    private readonly logger: Logger,
    health: HealthRegistry,
    @Inject(persistenceOptionsToken) { optional = false }: PersistenceOptions,
  ) {
    this.usable = new Promise((resolve) => {
      this.markUsable = resolve;
    });
    const kind = optional ? 'degrading' : 'required';
    health.register({ name: 'database', kind, intervalMs: checkIntervalMs, check: () => this.check() });
    health.register({
      name: 'schema',
      kind,
      intervalMs: checkIntervalMs,
      check: () => this.migrations.check(),
    });
    lifecycle.onCloseConnections('database', () => this.close());
  }

  get isUsable(): boolean {
    return this.ready;
  }

  /** One attempt is waited for, so that with a database in place the first request already finds TypeORM up. */
  async onModuleInit(): Promise<void> {
    await this.attempt(true);
  }

  private async attempt(first = false): Promise<void> {
    if (this.lifecycle.stopping.aborted) return;
    try {
      await this.database.ping();
      if (!this.dataSource.isInitialized) await this.dataSource.initialize();
      await this.migrations.check();
      if (!first) this.logger.info('database is usable');
      this.ready = true;
      this.markUsable();
    } catch (error) {
      if (first)
        this.logger.warn('database is not usable yet, trying again', {
          'error.message': messageOf(error),
        });
      this.retry = setTimeout(() => void this.attempt(), this.settings.dbConnectRetryMs);
    }
  }

  private async check(): Promise<void> {
    await this.database.ping();
    if (!this.dataSource.isInitialized) throw new Error('The database answers, the entities are not loaded yet');
  }

  private async close(): Promise<void> {
    clearTimeout(this.retry);
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
    await this.database.close();
  }
}
