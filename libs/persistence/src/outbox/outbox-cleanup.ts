import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Logger } from '@wellspring/platform';
import { Cleanup } from '../database/cleanup.ts';
import { DatabaseSettings } from '../database/database.settings.ts';
import { OutboxMetrics } from './outbox.metrics.ts';
import { OutboxPublisher } from './outbox.publisher.ts';
import { OutboxStore } from './outbox.store.ts';

/** Keeps the outbox from growing for ever: by what nobody has registered for, and by dead letters nobody revives. */
@Injectable()
export class OutboxCleanup implements OnApplicationBootstrap {
  constructor(
    private readonly cleanup: Cleanup,
    private readonly store: OutboxStore,
    private readonly publisher: OutboxPublisher,
    private readonly metrics: OutboxMetrics,
    private readonly settings: DatabaseSettings,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    const intervalMs = this.settings.outboxCleanupIntervalMs;
    this.cleanup.start({ what: 'old outbox messages', intervalMs, remove: () => this.removeOld() });
  }

  async removeOld(): Promise<void> {
    const { outboxRetentionMs, outboxDeadRetentionMs } = this.settings;
    const { types } = this.publisher;
    if (types !== 'every') {
      await this.remove('unclaimed', (limit) => this.store.removeUnclaimed(types, outboxRetentionMs, limit));
    }
    await this.remove('dead', (limit) => this.store.removeDead(outboxDeadRetentionMs, limit));
  }

  private async remove(
    reason: 'unclaimed' | 'dead',
    removePortion: (limit: number) => Promise<string[]>,
  ): Promise<void> {
    const messages = await this.cleanup.inPortions(removePortion, (removed) => {
      for (const type of removed) this.metrics.removed.inc({ type, reason });
    });
    if (messages > 0) this.logger.warn('old outbox messages removed', { reason, messages });
  }
}
