import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';

export interface OutboxRow {
  id: string;
  aggregatetype: string;
  aggregateid: string;
  type: string;
  payload: unknown;
  traceparent: string | null;
  created_at: Date;
  /** Deliveries tried, this one included. */
  attempts: number;
}

/**
 * Takes the oldest message of each aggregate that is due and lends it out for a while. A message another replica is
 * taking is skipped; one that is lent out still exists, and so holds back the later ones of its aggregate: order is kept
 * without a transaction open over the delivery. A process that dies with it gives it back when the loan ends.
 */
const CLAIM = `
  update outbox
  set attempts = attempts + 1, next_attempt_at = now() + $2 * interval '1 millisecond'
  where id in (
    select id
    from outbox message
    where dead_at is null and next_attempt_at <= now()
      and not exists (
        select from outbox earlier
        where earlier.aggregatetype = message.aggregatetype and earlier.aggregateid = message.aggregateid
          and earlier.position < message.position and earlier.dead_at is null)
    order by position
    limit $1
    for update skip locked)
  returning id, aggregatetype, aggregateid, type, payload, traceparent, created_at, attempts`;

const DELIVERED = `delete from outbox where id = $1`;
/** The attempt is compared, so that a replica that took too long does not undo what the next one did. */
const FAILED = `
  update outbox
  set last_error = $3, next_attempt_at = now() + $4 * interval '1 millisecond', dead_at = case when $5 then now() end
  where id = $1 and attempts = $2`;
const REDRIVE = `update outbox set dead_at = null, attempts = 0, next_attempt_at = now() where id = $1 and dead_at is not null returning id`;
const BACKLOG = `
  select count(*) filter (where dead_at is null) as waiting,
         count(*) filter (where dead_at is not null) as dead,
         coalesce(extract(epoch from now() - min(created_at) filter (where dead_at is null)), 0) as oldest
  from outbox`;

/** Longest error text worth keeping with a message. */
const MAX_ERROR = 1_000;

/** The statements on the `outbox` table. */
@Injectable()
export class OutboxStore {
  constructor(private readonly database: Database) {}

  claim(limit: number, loanMs: number): Promise<OutboxRow[]> {
    return this.database.query<OutboxRow>({ name: 'outbox-claim', text: CLAIM, values: [limit, loanMs] });
  }

  async delivered(row: OutboxRow): Promise<void> {
    await this.database.query({ name: 'outbox-delivered', text: DELIVERED, values: [row.id] });
  }

  async failed(row: OutboxRow, error: string, pauseMs: number, dead: boolean): Promise<void> {
    const values = [row.id, row.attempts, error.slice(0, MAX_ERROR), pauseMs, dead];
    await this.database.query({ name: 'outbox-failed', text: FAILED, values });
  }

  /** Gives a dead letter a new life, behind whatever its aggregate has told since. False when there is none of that id. */
  async redrive(id: string): Promise<boolean> {
    const revived = await this.database.query({ text: REDRIVE, values: [id] });
    return revived.length > 0;
  }

  async backlog(): Promise<{ waiting: number; dead: number; oldestSeconds: number }> {
    const [row] = await this.database.query<{ waiting: string; dead: string; oldest: string }>({
      name: 'outbox-backlog',
      text: BACKLOG,
    });
    return { waiting: Number(row?.waiting), dead: Number(row?.dead), oldestSeconds: Number(row?.oldest) };
  }
}
