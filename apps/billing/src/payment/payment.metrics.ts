import { Injectable } from '@nestjs/common';
import { Metrics } from '@wellspring/platform';

@Injectable()
export class PaymentMetrics {
  readonly ended;
  readonly unfinished;
  readonly oldest;

  constructor(metrics: Metrics) {
    this.ended = metrics.counter({
      name: 'billing_payments_total',
      help: 'Payments by the state they came to; reason is none where all went well.',
      labels: ['state', 'reason'],
    });
    this.unfinished = metrics.gauge({
      name: 'billing_payments_unfinished',
      help: 'Payments being carried out, and those that need a person.',
      labels: ['state'],
    });
    this.oldest = metrics.gauge({
      name: 'billing_payments_oldest_pending_seconds',
      help: 'Age of the oldest payment being carried out.',
    });
  }
}
