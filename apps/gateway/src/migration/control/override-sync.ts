import { type Logger, messageOf } from '@wellspring/platform';
import type { MigrationState } from '../stage/migration-state.ts';
import type { OverrideStore } from './override.store.ts';

/**
 * Brings every decision to this replica: at once when the database tells of it, and with the next look in any case.
 * While the database is away the last known decisions stay in force; before it was ever reached, the file alone does.
 */
export class OverrideSync {
  private readonly store: Pick<OverrideStore, 'load'>;
  private readonly state: MigrationState;
  private readonly logger: Logger;
  private readonly now: () => number;
  private running: Promise<void> | undefined;
  private asked = 0;
  private syncedAt: number | undefined;
  private failing = false;

  constructor(
    store: Pick<OverrideStore, 'load'>,
    state: MigrationState,
    logger: Logger,
    now: () => number = () => performance.now(),
  ) {
    this.store = store;
    this.state = state;
    this.logger = logger;
    this.now = now;
  }

  /** Milliseconds since the decisions were last read; undefined when they never were. */
  get ageMs(): number | undefined {
    return this.syncedAt === undefined ? undefined : this.now() - this.syncedAt;
  }

  /** Whether the database answered when last asked. */
  get isConnected(): boolean {
    return this.syncedAt !== undefined && !this.failing;
  }

  /** Reads all decisions. A call during a read makes it read once more, since it may have been too early. */
  refresh(): Promise<void> {
    this.asked += 1;
    this.running ??= this.readUntilCurrent().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async readUntilCurrent(): Promise<void> {
    let answered: number;
    do {
      answered = this.asked;
      await this.read();
    } while (answered !== this.asked);
  }

  private async read(): Promise<void> {
    try {
      this.state.applyOverrides(await this.store.load());
      this.syncedAt = this.now();
      if (this.failing) this.logger.info('decisions can be read again');
      this.failing = false;
    } catch (error) {
      if (!this.failing) {
        this.logger.warn('decisions cannot be read, the last known ones stay in force', {
          'error.message': messageOf(error),
        });
      }
      this.failing = true;
    }
  }
}
