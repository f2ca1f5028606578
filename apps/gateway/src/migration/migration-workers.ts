import type { Lifecycle, Logger } from '@wellspring/platform';
import type { AutomaticRollback } from './control/automatic-rollback.ts';
import type { AuditStore } from './control/audit.store.ts';
import type { BaselineStore } from './control/baseline.store.ts';
import type { Notifications } from './control/notifications.ts';
import type { OverrideSync } from './control/override-sync.ts';
import type { Replica } from './control/replica.ts';
import type { FileWatcher } from './file/file-watcher.ts';
import type { Guardrails } from './guardrail/guardrails.ts';
import { TRAFFIC_CHANNEL, type TrafficExchange } from './guardrail/traffic-exchange.ts';
import type { MigrationSettings } from './migration.settings.ts';
import type { MigrationState } from './stage/migration-state.ts';

const OVERRIDE_CHANNEL = 'capability_override';

export interface MigrationWorkersOptions {
  settings: MigrationSettings;
  state: MigrationState;
  watcher: FileWatcher;
  notifications: Notifications;
  sync: OverrideSync;
  guardrails: Guardrails;
  exchange: TrafficExchange;
  rollback: AutomaticRollback;
  audit: AuditStore;
  baselines: BaselineStore;
  replica: Replica;
  lifecycle: Lifecycle;
  logger: Logger;
}

/** Everything of the migration that goes on by itself, and the order in which it begins and ends. */
export class MigrationWorkers {
  readonly #options: MigrationWorkersOptions;
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(options: MigrationWorkersOptions) {
    this.#options = options;
  }

  /** Resolves once the decisions were read, or could not be: a rollback must be in force before the first request. */
  async start(): Promise<void> {
    const { settings, watcher, notifications, sync, exchange, lifecycle, state } = this.#options;
    notifications.on(OVERRIDE_CHANNEL, () => void sync.refresh());
    notifications.on(TRAFFIC_CHANNEL, (payload) => {
      exchange.hear(payload);
    });
    notifications.onListening(() => {
      void sync.refresh();
    });
    watcher.onFile((file) => {
      state.applyFile(file);
      this.#options.logger.info('migration file is in force', { digest: watcher.status.digest });
      void this.#recordFile();
    });
    await sync.refresh();
    void notifications.start();
    watcher.start(settings.migrationFilePollMs);
    this.#every(settings.migrationSyncIntervalMs, () => void this.#synchronise());
    this.#every(settings.guardrailIntervalMs, () => {
      this.#judge();
    });
    void this.#afterStart();
    lifecycle.onStopWorkers('migration', () => this.#stop());
    lifecycle.onCloseConnections('migration', () => notifications.close());
  }

  #every(ms: number, work: () => void): void {
    const timer = setInterval(work, ms);
    timer.unref();
    this.#timers.push(timer);
  }

  #stop(): void {
    this.#options.watcher.stop();
    for (const timer of this.#timers) clearInterval(timer);
  }

  #judge(): void {
    void this.#options.exchange.publish();
    this.#options.guardrails.tick();
  }

  async #synchronise(): Promise<void> {
    await this.#options.sync.refresh();
    if (this.#options.sync.isConnected) await this.#options.rollback.settle();
  }

  /** What is nice to know but not worth waiting for, and may fail while the database is away. */
  async #afterStart(): Promise<void> {
    await this.#quietly(async () => {
      this.#options.guardrails.remember(await this.#options.baselines.load());
    });
    await this.#recordFile();
  }

  async #recordFile(): Promise<void> {
    const { state, watcher, audit, replica } = this.#options;
    const { digest } = watcher.status;
    for (const { name, declared } of state.table.states.values()) {
      await this.#quietly(() => audit.recordFile(name, declared, digest, replica.name));
    }
  }

  async #quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#options.logger.warn('the migration could not be kept in the database', {
        'error.message': error instanceof Error ? error.message : 'unknown',
      });
    }
  }
}
