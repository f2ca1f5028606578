import { Injectable } from '@nestjs/common';
import type { AuditAction, AuditOrigin, Position } from '@wellspring/contract-gateway';
import { Database } from '@wellspring/persistence';
import { Logger } from '@wellspring/platform';
import { auditLine } from './audit-line.ts';
import { type AuditEntry, auditEntrySchema } from './audit-entry.ts';

export interface AuditFilter {
  capability?: string;
  action?: AuditAction;
  origin?: AuditOrigin;
  /** A part of their name. */
  actor?: string;
  /** From this moment on. */
  since?: Date;
  /** Before this moment. */
  until?: Date;
  /** Entries older than the one of this id: the next page. */
  before?: number;
  /** At most so many. */
  limit: number;
}

const columns = `id, at, capability, action, actor, origin, from_position as "from", to_position as "to",
  reason, forced, metrics, replica`;

/** The audit in PostgreSQL: written with the decisions themselves, read here. */
@Injectable()
export class AuditStore {
  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
  ) {}

  /** Newest first. */
  async list({ capability, action, origin, actor, since, until, before, limit }: AuditFilter): Promise<AuditEntry[]> {
    const rows = await this.database.query({
      name: 'list-audit',
      text: `
        select ${columns} from capability_audit
        where ($1::text is null or capability = $1) and ($2::text is null or action = $2)
          and ($3::text is null or origin = $3) and ($4::text is null or strpos(lower(actor), lower($4)) > 0)
          and ($5::timestamptz is null or at >= $5) and ($6::timestamptz is null or at < $6)
          and ($7::bigint is null or id < $7)
        order by id desc limit $8`,
      values: [
        capability ?? null,
        action ?? null,
        origin ?? null,
        actor ?? null,
        since ?? null,
        until ?? null,
        before ?? null,
        limit,
      ],
    });
    return rows.map((row) => auditEntrySchema.parse(row));
  }

  /**
   * Records where the file puts a capability, when that is not what it said before. Every replica reports its file; the
   * row they all write to lets the first one through and shows the others that it is done.
   */
  async recordFile(capability: string, declared: Position, digest: string, replica: string): Promise<void> {
    const recorded = await this.database.query({
      name: 'record-file',
      text: `
        with last as (
          select to_position from capability_audit
          where capability = $1 and origin = 'file' order by id desc limit 1
        ), changed as (
          insert into capability_declared as known (capability, position) values ($1, $2::jsonb)
          on conflict (capability) do update set position = excluded.position
            where known.position is distinct from excluded.position
          returning position
        )
        insert into capability_audit (capability, action, actor, origin, from_position, to_position, reason, replica)
        select $1, 'file', 'file', 'file', (select to_position from last), position, $3, $4 from changed
        returning from_position as "from"`,
      values: [capability, JSON.stringify(declared), `migration file ${digest}`, replica],
    });
    for (const row of recorded) {
      const { from } = auditEntrySchema.pick({ from: true }).parse(row);
      const entry = { capability, action: 'file', origin: 'file', from, to: declared, forced: false } as const;
      this.logger.info('A capability was moved', auditLine(entry));
    }
  }
}
