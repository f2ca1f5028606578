import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Cleanup } from '../database/cleanup.ts';
import { Database } from '../database/database.ts';
import { DatabaseSettings } from '../database/database.settings.ts';

const removeSql = `
  delete from idempotency_key
  where (customer_id, key) in (
    select customer_id, key from idempotency_key where expires_at <= now() order by expires_at limit $1 for update skip locked)
  returning 1 as removed`;

/** Removes keys whose answers are no longer repeated. */
@Injectable()
export class IdempotencyCleanup implements OnApplicationBootstrap {
  constructor(
    private readonly cleanup: Cleanup,
    private readonly database: Database,
    private readonly settings: DatabaseSettings,
  ) {}

  onApplicationBootstrap(): void {
    const intervalMs = this.settings.idempotencyCleanupIntervalMs;
    this.cleanup.start({ what: 'expired idempotency keys', intervalMs, remove: () => this.removeExpired() });
  }

  /** Gives how many keys it removed. */
  removeExpired(): Promise<number> {
    return this.cleanup.inPortions((limit) =>
      this.database.query({ name: 'idempotency-cleanup', text: removeSql, values: [limit] }),
    );
  }
}
