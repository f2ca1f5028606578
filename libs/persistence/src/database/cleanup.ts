import { Injectable } from '@nestjs/common';
import { Lifecycle, Logger } from '@wellspring/platform';
import { DatabaseConnection } from './database-connection.ts';

/** In portions, so that a long backlog never becomes one long statement; replicas skip each other's. */
const portion = 1_000;

/** Something that grows old and is removed. */
export interface CleanupDefinition {
  /** In sentences: `old outbox messages`. */
  readonly what: string;
  readonly intervalMs: number;
  /** Once over everything, with {@link Cleanup.inPortions}. */
  readonly remove: () => Promise<unknown>;
}

/** Removes what is old, every so often, while the database is usable. */
@Injectable()
export class Cleanup {
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly running = new Map<string, Promise<unknown>>();

  constructor(
    private readonly connection: DatabaseConnection,
    private readonly logger: Logger,
    private readonly lifecycle: Lifecycle,
  ) {
    lifecycle.onStopWorkers('cleanup', async () => {
      for (const timer of this.timers) clearInterval(timer);
      await Promise.all(this.running.values());
    });
  }

  start({ what, intervalMs, remove }: CleanupDefinition): void {
    void this.connection.usable.then(() => {
      if (this.lifecycle.stopping.aborted) return;
      const timer = setInterval(() => {
        const removed = remove().catch((error: unknown) => {
          this.logger.error(`${what} were not removed`, error);
        });
        this.running.set(what, removed);
      }, intervalMs);
      this.timers.push(timer);
    });
  }

  /** Removes portion after portion until there is no whole one. Gives how many were removed. */
  async inPortions<T>(
    removePortion: (limit: number) => Promise<T[]>,
    each: (removed: T[]) => void = () => undefined,
  ): Promise<number> {
    let total = 0;
    for (;;) {
      const removed = await removePortion(portion);
      each(removed);
      total += removed.length;
      if (removed.length < portion || this.lifecycle.stopping.aborted) return total;
    }
  }
}
