import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Lifecycle, Logger, messageOf, RequestContext } from '@wellspring/platform';
import { DatabaseConnection } from '../database/database-connection.ts';
import { DatabaseSettings } from '../database/database.settings.ts';
import { backoffMs } from './backoff.ts';
import { OutboxMetrics } from './outbox.metrics.ts';
import { OutboxPublisher } from './outbox.publisher.ts';
import { type OutboxRow, OutboxStore } from './outbox.store.ts';

/** How often the backlog is counted: often enough for an alert, rarely enough to cost nothing. */
const backlogIntervalMs = 5_000;
/** How much longer than its delivery may take a message is lent out, for the outcome to be written down. */
const loanGraceMs = 5_000;

/**
 * Carries messages from the outbox to the publisher. Every replica runs one; the database lends each message to one of
 * them. Deliveries run side by side, one per aggregate, so that a receiver that hangs holds up only its own aggregates.
 */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap {
  private readonly stop = new AbortController();
  private readonly underway = new Set<Promise<void>>();
  private running: Promise<void> = Promise.resolve();
  private countedAt = 0;
  private failing = false;

  constructor(
    private readonly connection: DatabaseConnection,
    private readonly store: OutboxStore,
    private readonly publisher: OutboxPublisher,
    private readonly metrics: OutboxMetrics,
    private readonly settings: DatabaseSettings,
    private readonly logger: Logger,
    lifecycle: Lifecycle,
  ) {
    lifecycle.onStopWorkers('outbox', async () => {
      this.stop.abort();
      await this.running;
      await Promise.all(this.underway);
    });
  }

  onApplicationBootstrap(): void {
    void this.connection.usable.then(() => {
      if (!this.stop.signal.aborted) this.running = this.run();
    });
  }

  private async run(): Promise<void> {
    while (!this.stop.signal.aborted) {
      const taken = await this.tryToTake();
      await this.count();
      if (taken === 0)
        await pause(this.settings.outboxPollIntervalMs, undefined, { signal: this.stop.signal }).catch(() => undefined);
      else if (this.underway.size >= this.settings.outboxBatchSize) await Promise.race(this.underway);
    }
  }

  /** An outage of the database is one line, however often the relay looks. */
  private async tryToTake(): Promise<number> {
    try {
      const taken = await this.take();
      this.failing = false;
      return taken;
    } catch (error) {
      if (!this.failing) this.logger.error('outbox relay cannot take messages', error);
      this.failing = true;
      return 0;
    }
  }

  /** Starts the delivery of what is due, as far as there is room, and gives how many that are. */
  private async take(): Promise<number> {
    const room = this.settings.outboxBatchSize - this.underway.size;
    const { types } = this.publisher;
    if (types.length === 0 || room <= 0) return 0;
    const rows = await this.store.claim(types, room, this.settings.outboxDeliveryTimeoutMs + loanGraceMs);
    for (const row of rows) {
      const delivery: Promise<void> = this.deliver(row)
        // The outcome could not be written: the message comes again when its loan ends.
        .catch((error: unknown) => {
          this.logger.error('outbox outcome lost', error, { messageId: row.id });
        })
        .finally(() => this.underway.delete(delivery));
      this.underway.add(delivery);
    }
    return rows.length;
  }

  private async deliver(row: OutboxRow): Promise<void> {
    try {
      await this.publish(row);
    } catch (error) {
      await this.failed(row, error);
      return;
    }
    await this.store.delivered(row);
    this.metrics.deliveries.inc({ type: row.type, outcome: 'ok' });
  }

  private async failed(row: OutboxRow, error: unknown): Promise<void> {
    const about = { messageId: row.id, messageType: row.type, attempt: row.attempts };
    const dead = row.attempts >= this.settings.outboxMaxAttempts;
    const pauseMs = backoffMs(row.attempts, this.settings.outboxRetryBaseMs, this.settings.outboxRetryMaxMs);
    const reason = messageOf(error);
    await this.store.failed(row, reason, pauseMs, dead);
    this.metrics.deliveries.inc({ type: row.type, outcome: 'failed' });
    if (dead) {
      this.metrics.dead.inc({ type: row.type });
      this.logger.error('outbox message given up', error, about);
    } else {
      this.logger.warn('outbox delivery failed', { ...about, 'error.message': reason });
    }
  }

  /** The deadline holds even for a handler that ignores its signal. */
  private async publish(row: OutboxRow): Promise<void> {
    const { id, aggregatetype, aggregateid, type, payload } = row;
    const message = { id, aggregatetype, aggregateid, type, payload, createdAt: row.created_at, attempt: row.attempts };
    const signal = AbortSignal.timeout(this.settings.outboxDeliveryTimeoutMs);
    const expired = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(new Error(`No answer within ${this.settings.outboxDeliveryTimeoutMs} ms`));
      });
    });
    await RequestContext.run(row.traceparent === null ? {} : { traceparent: row.traceparent }, () =>
      Promise.race([this.publisher.publish(message, signal), expired]),
    );
  }

  private async count(): Promise<void> {
    if (Date.now() - this.countedAt < backlogIntervalMs) return;
    this.countedAt = Date.now();
    try {
      const backlog = await this.store.backlog(this.publisher.types);
      this.metrics.waiting.set({}, backlog.waiting);
      this.metrics.deadLetters.set({}, backlog.dead);
      this.metrics.oldest.set({}, backlog.oldestSeconds);
    } catch (error) {
      this.logger.warn('outbox backlog not counted', {
        'error.message': messageOf(error),
      });
    }
  }
}
