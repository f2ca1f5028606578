import { Injectable } from '@nestjs/common';
import { Database } from '@wellspring/persistence';
import { HealthRegistry } from '@wellspring/platform';
import { PaymentMetrics } from './payment.metrics.ts';

const look = `
  select count(*) filter (where state = 'pending')::int as pending,
         count(*) filter (where state = 'needsAttention')::int as "needsAttention",
         coalesce(extract(epoch from now() - min(created_at) filter (where state = 'pending')), 0)::float8 as "oldestSeconds"
  from payment where state in ('pending', 'needsAttention')`;

interface Look {
  pending: number;
  needsAttention: number;
  oldestSeconds: number;
}

/** Counts the payments that have not ended well, for the metrics and the health report. */
@Injectable()
export class PaymentBacklog {
  constructor(
    private readonly database: Database,
    private readonly metrics: PaymentMetrics,
    health: HealthRegistry,
  ) {
    health.register({ name: 'payments', kind: 'degrading', check: () => this.check() });
  }

  async check(): Promise<Record<string, unknown>> {
    const [row] = await this.database.query<Look>({ name: 'payment-backlog', text: look });
    const { pending = 0, needsAttention = 0, oldestSeconds = 0 } = row ?? {};
    this.metrics.unfinished.set({ state: 'pending' }, pending);
    this.metrics.unfinished.set({ state: 'needsAttention' }, needsAttention);
    this.metrics.oldest.set({}, oldestSeconds);
    return { pending, needsAttention };
  }
}
