import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';
import type { OutboxTypes } from './outbox.publisher.ts';

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

export interface OutboxBacklog {
  waiting: number;
  dead: number;
  oldestSeconds: number;
}

/** Due, and the oldest of its aggregate among those that `earlier` names. */
const due = (earlier: string): string => `
  dead_at is null and next_attempt_at <= now()
  and not exists (
    select from outbox earlier
    where earlier.aggregatetype = message.aggregatetype and earlier.aggregateid = message.aggregateid
      and earlier.position < message.position and earlier.dead_at is null and ${earlier})`;

/**
 * Takes the oldest message of each aggregate that is due and lends it out for a while. A message another replica is
 * taking is skipped; one that is lent out still exists, and so holds back the later ones of its aggregate: order is kept
 * without a transaction open over the delivery. A process that dies with it gives it back when the loan ends.
 */
const claim = (candidates: string): string => `
  update outbox
  set attempts = attempts + 1, next_attempt_at = now() + $2 * interval '1 millisecond'
  where id in (${candidates})
  returning id, aggregatetype, aggregateid, type, payload, traceparent, created_at, attempts`;

const claimEvery = claim(`
  select id from outbox message where ${due('true')} order by position limit $1 for update skip locked`);

/** Type by type, so that any number of messages nobody wants costs nothing. */
const claimByType = claim(`
  select candidate.id
  from unnest($3::text[]) wanted (type)
    cross join lateral (
      select id, position from outbox message
      where message.type = wanted.type and ${due('earlier.type = any($3)')}
      order by position limit $1 for update skip locked) candidate
  order by candidate.position limit $1`);

const deliveredSql = `delete from outbox where id = $1`;
/** The attempt is compared, so that a replica that took too long does not undo what the next one did. */
const failedSql = `
  update outbox
  set last_error = $3, next_attempt_at = now() + $4 * interval '1 millisecond', dead_at = case when $5 then now() end
  where id = $1 and attempts = $2`;
const redriveSql = `update outbox set dead_at = null, attempts = 0, next_attempt_at = now() where id = $1 and dead_at is not null returning id`;

/** Beyond this a backlog is just large, and not worth counting every few seconds. */
const countedAtMost = 10_000;
const waiting = (which: string): string => `dead_at is null and ${which}`;
const counted = (which: string): string =>
  `(select count(*)::int from (select from outbox where ${which} limit ${countedAtMost}) counted)`;
const age = (oldest: string): string => `coalesce(extract(epoch from now() - (${oldest})), 0)::float8`;

const backlogEverySql = `
  select ${counted(waiting('true'))} as waiting, ${counted('dead_at is not null')} as dead,
    ${age(`select created_at from outbox where ${waiting('true')} order by position limit 1`)} as "oldestSeconds"`;

const backlogByTypeSql = `
  select ${counted(waiting('type = any($1)'))} as waiting, ${counted('dead_at is not null')} as dead,
    ${age(`
      select min(oldest.created_at)
      from unnest($1::text[]) wanted (type)
        cross join lateral (
          select created_at from outbox where ${waiting('type = wanted.type')} order by position limit 1) oldest`)}
      as "oldestSeconds"`;

/** A message that was ever tried has a receiver, even if this replica does not know of it. */
const removeUnclaimedSql = `
  delete from outbox
  where id in (
    select id from outbox
    where dead_at is null and created_at < now() - $1 * interval '1 millisecond' and type <> all($2) and attempts = 0
    order by created_at limit $3 for update skip locked)
  returning type`;
const removeDeadSql = `
  delete from outbox
  where id in (
    select id from outbox where dead_at < now() - $1 * interval '1 millisecond'
    order by dead_at limit $2 for update skip locked)
  returning type`;

/** Longest error text worth keeping with a message. */
const maxError = 1_000;

/** The statements on the `outbox` table. */
@Injectable()
export class OutboxStore {
  constructor(private readonly database: Database) {}

  claim(types: OutboxTypes, limit: number, loanMs: number): Promise<OutboxRow[]> {
    return this.database.query<OutboxRow>(
      types === 'every'
        ? { name: 'outbox-claim', text: claimEvery, values: [limit, loanMs] }
        : { name: 'outbox-claim-by-type', text: claimByType, values: [limit, loanMs, types] },
    );
  }

  async delivered(row: OutboxRow): Promise<void> {
    await this.database.query({ name: 'outbox-delivered', text: deliveredSql, values: [row.id] });
  }

  async failed(row: OutboxRow, error: string, pauseMs: number, dead: boolean): Promise<void> {
    const values = [row.id, row.attempts, error.slice(0, maxError), pauseMs, dead];
    await this.database.query({ name: 'outbox-failed', text: failedSql, values });
  }

  /** Gives a dead letter a new life, behind whatever its aggregate has told since. False when there is none of that id. */
  async redrive(id: string): Promise<boolean> {
    const revived = await this.database.query({ text: redriveSql, values: [id] });
    return revived.length > 0;
  }

  /** What is to be delivered and what was given up; each counted up to 10,000. */
  async backlog(types: OutboxTypes): Promise<OutboxBacklog> {
    const [backlog] = await this.database.query<OutboxBacklog>(
      types === 'every'
        ? { name: 'outbox-backlog', text: backlogEverySql }
        : { name: 'outbox-backlog-by-type', text: backlogByTypeSql, values: [types] },
    );
    return backlog ?? { waiting: 0, dead: 0, oldestSeconds: 0 };
  }

  /** Removes some of the messages that old which are of none of these types; gives the type of each. */
  async removeUnclaimed(types: readonly string[], olderThanMs: number, limit: number): Promise<string[]> {
    const values = [olderThanMs, types, limit];
    const removed = await this.database.query<{ type: string }>({
      name: 'outbox-remove-unclaimed',
      text: removeUnclaimedSql,
      values,
    });
    return removed.map(({ type }) => type);
  }

  /** Removes some of the dead letters that old; gives the type of each. */
  async removeDead(olderThanMs: number, limit: number): Promise<string[]> {
    const removed = await this.database.query<{ type: string }>({
      name: 'outbox-remove-dead',
      text: removeDeadSql,
      values: [olderThanMs, limit],
    });
    return removed.map(({ type }) => type);
  }
}
