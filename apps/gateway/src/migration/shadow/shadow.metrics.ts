import { Injectable } from '@nestjs/common';
import type { FactCount } from '@wellspring/contract-gateway';
import { type Counter, Metrics } from '@wellspring/platform';
import type { ShadowQueue } from './shadow-queue.ts';

@Injectable()
export class ShadowMetrics {
  readonly comparisons: Counter<'capability' | 'outcome'>;
  readonly notCompared: Counter<'capability' | 'reason'>;
  readonly shed: Counter<'capability' | 'reason'>;
  private readonly facts: Counter<'capability' | 'fact' | 'outcome'>;

  constructor(private readonly metrics: Metrics) {
    this.comparisons = metrics.counter({
      name: 'migration_shadow_comparisons_total',
      help: 'Exchanges that were compared, by what came of it',
      labels: ['capability', 'outcome'],
    });
    this.notCompared = metrics.counter({
      name: 'migration_shadow_not_compared_total',
      help: 'Requests the old side answered that were not compared, by the reason',
      labels: ['capability', 'reason'],
    });
    this.shed = metrics.counter({
      name: 'migration_shadow_shed_total',
      help: 'Exchanges the shadow had no room for',
      labels: ['capability', 'reason'],
    });
    this.facts = metrics.counter({
      name: 'migration_parity_facts_total',
      help: 'Facts compared; outcome is equal, different or noise',
      labels: ['capability', 'fact', 'outcome'],
    });
  }

  countFacts(capability: string, counts: readonly FactCount[]): void {
    for (const { fact, compared, differing, noise } of counts) {
      this.facts.inc({ capability, fact, outcome: 'equal' }, compared - differing - noise);
      this.facts.inc({ capability, fact, outcome: 'different' }, differing);
      this.facts.inc({ capability, fact, outcome: 'noise' }, noise);
    }
  }

  watch(queue: ShadowQueue): void {
    this.metrics.gauge({
      name: 'migration_shadow_waiting',
      help: 'Exchanges waiting to be compared',
      collect: (gauge) => {
        gauge.set({}, queue.size.waiting);
      },
    });
    this.metrics.gauge({
      name: 'migration_shadow_held_bytes',
      help: 'Bodies held for comparison: arriving, waiting and being compared',
      collect: (gauge) => {
        gauge.set({}, queue.size.bytes);
      },
    });
  }
}
