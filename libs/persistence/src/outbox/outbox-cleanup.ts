import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Lifecycle, Logger } from '@wellspring/platform';
import { DatabaseConnection } from '../database/database-connection.ts';
import { DatabaseSettings } from '../database/database.settings.ts';
import { OutboxMetrics } from './outbox.metrics.ts';
import { OutboxPublisher } from './outbox.publisher.ts';
import { OutboxStore } from './outbox.store.ts';

/** In portions, so that a long backlog never becomes one long statement; replicas skip each other's. */
const portion = 1_000;

/** Keeps the outbox from growing for ever: by what nobody has registered for, and by dead letters nobody revives. */
@Injectable()
export class OutboxCleanup implements OnApplicationBootstrap {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly connection: DatabaseConnection,
    private readonly store: OutboxStore,
    private readonly publisher: OutboxPublisher,
    private readonly metrics: OutboxMetrics,
    private readonly settings: DatabaseSettings,
    private readonly logger: Logger,
    private readonly lifecycle: Lifecycle,
  ) {
    lifecycle.onStopWorkers('outbox-cleanup', async () => {
      clearInterval(this.timer);
      await this.running;
    });
  }

  onApplicationBootstrap(): void {
    void this.connection.usable.then(() => {
      if (this.lifecycle.stopping.aborted) return;
      this.timer = setInterval(() => {
        this.running = this.removeOld().catch((error: unknown) => {
          this.logger.error('old outbox messages were not removed', error);
        });
      }, this.settings.outboxCleanupIntervalMs);
    });
  }

  async removeOld(): Promise<void> {
    const { outboxRetentionMs, outboxDeadRetentionMs } = this.settings;
    const { types } = this.publisher;
    if (types !== 'every') {
      await this.remove('unclaimed', () => this.store.removeUnclaimed(types, outboxRetentionMs, portion));
    }
    await this.remove('dead', () => this.store.removeDead(outboxDeadRetentionMs, portion));
  }

  private async remove(reason: 'unclaimed' | 'dead', removePortion: () => Promise<string[]>): Promise<void> {
    let total = 0;
    for (;;) {
      const removed = await removePortion();
      total += removed.length;
      for (const type of removed) this.metrics.removed.inc({ type, reason });
      if (removed.length < portion || this.lifecycle.stopping.aborted) break;
    }
    if (total > 0) this.logger.warn('old outbox messages removed', { reason, messages: total });
  }
}
