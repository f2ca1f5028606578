import { Injectable } from '@nestjs/common';
import { Metrics } from '@wellspring/platform';

@Injectable()
export class OutboxMetrics {
  readonly deliveries;
  readonly dead;
  readonly removed;
  readonly waiting;
  readonly deadLetters;
  readonly oldest;

  constructor(metrics: Metrics) {
    this.deliveries = metrics.counter({
      name: 'outbox_deliveries_total',
      help: 'Deliveries tried.',
      labels: ['type', 'outcome'],
    });
    this.dead = metrics.counter({
      name: 'outbox_dead_total',
      help: 'Messages given up after the last attempt.',
      labels: ['type'],
    });
    this.removed = metrics.counter({
      name: 'outbox_removed_total',
      help: 'Messages removed by age: unclaimed (nobody registered for the type) or dead (given up long ago).',
      labels: ['type', 'reason'],
    });
    this.waiting = metrics.gauge({
      name: 'outbox_waiting_messages',
      help: 'Messages to be delivered to somebody, counted up to 10,000.',
    });
    this.deadLetters = metrics.gauge({
      name: 'outbox_dead_messages',
      help: 'Messages given up and kept, counted up to 10,000.',
    });
    this.oldest = metrics.gauge({
      name: 'outbox_oldest_message_seconds',
      help: 'Age of the oldest message to be delivered.',
    });
  }
}
