import { Injectable } from '@nestjs/common';
import { Metrics } from '@wellspring/platform';

@Injectable()
export class UsageFeedMetrics {
  private readonly records;
  private readonly ageSeconds;

  constructor(metrics: Metrics) {
    this.records = metrics.counter({
      name: 'usage_records_total',
      help: 'Usage records received by what became of them; left are those of months that are not kept.',
      labels: ['outcome'],
    });
    this.ageSeconds = metrics.gauge({
      name: 'usage_feed_age_seconds',
      help: 'How long ago all usage was known.',
    });
  }

  counted(counted: number, left: number, rejected: number): void {
    this.records.inc({ outcome: 'counted' }, counted);
    this.records.inc({ outcome: 'left' }, left);
    this.records.inc({ outcome: 'rejected' }, rejected);
  }

  age(seconds: number): void {
    this.ageSeconds.set({}, seconds);
  }
}
