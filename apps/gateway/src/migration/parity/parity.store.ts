import { Injectable } from '@nestjs/common';
import type { FactCount } from '@wellspring/contract-gateway';
import { Database } from '@wellspring/persistence';
import { z } from 'zod';
import type { ParityCount, ParitySample } from './parity-count.ts';

const countSchema = z.object({
  fact: z.string(),
  compared: z.coerce.number(),
  differing: z.coerce.number(),
  noise: z.coerce.number(),
});

const sampleSchema = z.object({
  at: z.date(),
  capability: z.string(),
  fact: z.string(),
  route: z.string(),
  item: z.string(),
  legacy: z.string(),
  new: z.string(),
  traceId: z.string(),
});

/** Comparisons of all replicas in PostgreSQL. */
@Injectable()
export class ParityStore {
  constructor(private readonly database: Database) {}

  /** Adds to what other replicas counted. */
  async addCounts(counts: readonly ParityCount[]): Promise<void> {
    if (counts.length === 0) return;
    await this.database.query({
      name: 'add-parity-counts',
      text: `
        insert into capability_parity as known (capability, fact, minute, compared, differing, noise)
        select * from jsonb_to_recordset($1::jsonb)
          as counted (capability text, fact text, minute timestamptz, compared bigint, differing bigint, noise bigint)
        order by capability, fact, minute
        on conflict (capability, fact, minute) do update
          set compared = known.compared + excluded.compared, differing = known.differing + excluded.differing,
              noise = known.noise + excluded.noise`,
      values: [JSON.stringify(counts)],
    });
  }

  async addSamples(samples: readonly ParitySample[]): Promise<void> {
    if (samples.length === 0) return;
    await this.database.query({
      name: 'add-parity-samples',
      text: `
        insert into capability_parity_sample (at, capability, fact, route, item, legacy_value, new_value, trace_id)
        select at, capability, fact, route, item, legacy, new, "traceId" from jsonb_to_recordset($1::jsonb)
          as sampled (at timestamptz, capability text, fact text, route text, item text, legacy text, new text, "traceId" text)`,
      values: [JSON.stringify(samples)],
    });
  }

  /** By fact, whole exchanges among them. */
  async counts(capability: string, since: Date): Promise<FactCount[]> {
    const rows = await this.database.query({
      name: 'read-parity-counts',
      text: `
        select fact, sum(compared) as compared, sum(differing) as differing, sum(noise) as noise
        from capability_parity where capability = $1 and minute >= $2 group by fact order by fact`,
      values: [capability, since],
    });
    return rows.map((row) => countSchema.parse(row));
  }

  /** Newest first. */
  async samples(capability: string, limit: number, fact?: string): Promise<ParitySample[]> {
    const rows = await this.database.query({
      name: 'read-parity-samples',
      text: `
        select at, capability, fact, route, item, legacy_value as legacy, new_value as new, trace_id as "traceId"
        from capability_parity_sample
        where capability = $1 and ($2::text is null or fact = $2) order by id desc limit $3`,
      values: [capability, fact ?? null, limit],
    });
    return rows.map((row) => sampleSchema.parse(row));
  }

  async forgetBefore(moment: Date): Promise<void> {
    await this.database.query({
      name: 'forget-parity-counts',
      text: 'delete from capability_parity where minute < $1',
      values: [moment],
    });
    await this.database.query({
      name: 'forget-parity-samples',
      text: 'delete from capability_parity_sample where at < $1',
      values: [moment],
    });
  }
}
