import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Lifecycle, Logger } from '@wellspring/platform';
import { Database } from '../database/database.ts';
import { DatabaseConnection } from '../database/database-connection.ts';
import { DatabaseSettings } from '../database/database.settings.ts';

/** In portions, so that a long backlog of keys never becomes one long statement; replicas skip each other's. */
const portion = 1_000;
const removeSql = `
  delete from idempotency_key
  where (customer_id, key) in (
    select customer_id, key from idempotency_key where expires_at <= now() order by expires_at limit $1 for update skip locked)
  returning 1 as removed`;

/** Removes keys whose answers are no longer repeated. */
@Injectable()
export class IdempotencyCleanup implements OnApplicationBootstrap {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly connection: DatabaseConnection,
    private readonly database: Database,
    private readonly settings: DatabaseSettings,
    private readonly logger: Logger,
    private readonly lifecycle: Lifecycle,
  ) {
    lifecycle.onStopWorkers('idempotency-cleanup', async () => {
      clearInterval(this.timer);
      await this.running;
    });
  }

  onApplicationBootstrap(): void {
    void this.connection.usable.then(() => {
      if (this.lifecycle.stopping.aborted) return;
      this.timer = setInterval(() => {
        this.running = this.removeExpired().catch((error: unknown) => {
          this.logger.error('expired idempotency keys were not removed', error);
        });
      }, this.settings.idempotencyCleanupIntervalMs);
    });
  }

  /** Gives how many keys it removed. */
  async removeExpired(): Promise<number> {
    let total = 0;
    for (;;) {
      const removed = await this.database.query({ name: 'idempotency-cleanup', text: removeSql, values: [portion] });
      total += removed.length;
      if (removed.length < portion || this.lifecycle.stopping.aborted) return total;
    }
  }
}
