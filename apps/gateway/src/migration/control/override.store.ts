import { Injectable } from '@nestjs/common';
import { type AuditAction, type Evidence, type Position, stages } from '@wellspring/contract-gateway';
import { Database } from '@wellspring/persistence';
import { Logger } from '@wellspring/platform';
import { z } from 'zod';
import type { Override } from '../stage/override.ts';
import { auditLine } from './audit-line.ts';

/** A decision about one capability, and all the audit is to say of it. */
export interface NewDecision {
  capability: string;
  action: AuditAction;
  actor: string;
  origin: 'operator' | 'guardrail';
  from: Position;
  /** Where the capability is to stand; absent: where the file puts it. */
  position?: Position;
  paused: boolean;
  /** Where it stands thereby, for the audit. */
  to: Position;
  reason: string;
  forced: boolean;
  metrics: Evidence;
  replica: string;
  /** Version of the decision this one follows; whoever was first wins. */
  expectedVersion: number;
}

const rowSchema = z.object({
  capability: z.string(),
  version: z.coerce.number(),
  stage: z.enum(stages).nullable(),
  percent: z.coerce.number().nullable(),
  paused: z.boolean(),
  cause: z.enum(['operator', 'guardrail']),
  reason: z.string(),
  actor: z.string(),
  at: z.date(),
});

const columns = 'capability, version, stage, percent, paused, cause, reason, actor, at';

/** The overrides in PostgreSQL. A decision and its line in the audit are one statement, so neither is without the other. */
@Injectable()
export class OverrideStore {
  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
  ) {}

  async load(): Promise<Override[]> {
    const rows = await this.database.query({
      name: 'load-overrides',
      text: `select ${columns} from capability_override`,
    });
    return rows.map(toOverride);
  }

  /** @returns undefined when another decision came first. */
  async decide(decision: NewDecision): Promise<Override | undefined> {
    const { capability, position, paused, origin, reason, actor, expectedVersion } = decision;
    const [row] = await this.database.query({
      name: 'decide-override',
      text: `
        with decided as (
          insert into capability_override as known (capability, version, stage, percent, paused, cause, reason, actor)
          values ($1, $2::bigint + 1, $3, $4::numeric, $5, $6, $7, $8)
          on conflict (capability) do update
            set version = excluded.version, stage = excluded.stage, percent = excluded.percent,
                paused = excluded.paused, cause = excluded.cause, reason = excluded.reason, actor = excluded.actor,
                at = now()
            where known.version = $2::bigint
          returning ${columns}
        ), audited as (
          insert into capability_audit
            (capability, action, actor, origin, from_position, to_position, reason, forced, metrics, replica)
          select capability, $9, actor, cause, $10::jsonb, $11::jsonb, reason, $12, $13::jsonb, $14 from decided
        )
        select ${columns} from decided`,
      values: [
        capability,
        expectedVersion,
        position?.stage ?? null,
        position?.percent ?? null,
        paused,
        origin,
        reason,
        actor,
        decision.action,
        JSON.stringify(decision.from),
        JSON.stringify(decision.to),
        decision.forced,
        JSON.stringify(decision.metrics),
        decision.replica,
      ],
    });
    if (row === undefined) return undefined;
    this.logger.info('A capability was moved', auditLine(decision));
    return toOverride(row);
  }
}

function toOverride(row: unknown): Override {
  const { stage, percent, ...rest } = rowSchema.parse(row);
  return stage === null || percent === null ? rest : { ...rest, position: { stage, percent } };
}
