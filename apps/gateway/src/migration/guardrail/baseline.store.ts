import { Injectable } from '@nestjs/common';
import { Database } from '@wellspring/persistence';
import { z } from 'zod';
import type { Baseline } from './judge.ts';

const rowSchema = z.object({
  capability: z.string(),
  error_rate: z.number(),
  p95_ms: z.number().nullable(),
  requests: z.number(),
  at: z.date(),
});

/** What the old side was like when it last had traffic, kept through restarts and for all replicas. */
@Injectable()
export class BaselineStore {
  constructor(private readonly database: Database) {}

  async load(): Promise<Map<string, Baseline>> {
    const rows = await this.database.query({
      name: 'load-baselines',
      text: 'select capability, error_rate, p95_ms, requests, at from capability_baseline',
    });
    return new Map(rows.map((row) => toBaseline(rowSchema.parse(row))));
  }

  async save(capability: string, { errorRate, p95Ms, requests, at }: Baseline): Promise<void> {
    await this.database.query({
      name: 'save-baseline',
      text: `
        insert into capability_baseline (capability, error_rate, p95_ms, requests, at) values ($1, $2, $3, $4, $5)
        on conflict (capability) do update
          set error_rate = excluded.error_rate, p95_ms = excluded.p95_ms, requests = excluded.requests, at = excluded.at`,
      values: [capability, errorRate, p95Ms ?? null, requests, at],
    });
  }
}

function toBaseline({ capability, error_rate, p95_ms, requests, at }: z.output<typeof rowSchema>): [string, Baseline] {
  return [capability, { errorRate: error_rate, ...(p95_ms !== null && { p95Ms: p95_ms }), requests, at }];
}
