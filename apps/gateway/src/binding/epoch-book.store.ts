import { Injectable } from '@nestjs/common';
import { Sealer } from '@wellspring/auth/sealing';
import { Database } from '@wellspring/persistence';
import { z } from 'zod';
import type { EpochBook, Hold, Keeping, Raise, Reading, Settlement } from './epoch-book.ts';
import { lingerMs } from './epochs.ts';
import type { SharedStanding, Who } from './standing.ts';

/** A replica that has not been heard for this long is gone, and what it wrote with it. */
const replicaGone = `interval '1 hour'`;
/** No answer stands for longer. */
const answerGone = `interval '25 hours'`;
/** What was written down under cookies alone, and no answer goes by: anybody can make up as many cookies as they like. */
const strangerRetention = `interval '15 minutes'`;
/** An answer that arrives later than this is not kept: what was sent since may be cleaned already. */
const keptWithin = `interval '10 minutes'`;
const cleanedAtOnce = 1_000;

const nowMs = `extract(epoch from clock_timestamp())::float8 * 1000`;
const inMs = (parameter: string): string =>
  `case when ${parameter} = 'infinity' then 'infinity' else clock_timestamp() + ${parameter} * interval '1 ms' end`;

const whoSchema = z.union([
  z.literal('nobody'),
  z.object({
    customerId: z.string(),
    email: z.string(),
    name: z.string(),
    locale: z.string(),
    segment: z.string().optional(),
  }),
]);

interface NowRow {
  now: number;
}

interface StandingRow extends NowRow {
  replicas: string | null;
  complete: boolean;
  epochs: string | null;
  waiting: boolean;
  by_hand_at: number | null;
  ended: boolean;
  cookies: string | null;
  node: string | null;
  epoch: string | null;
  asked_at: number | null;
  who: string | null;
}

/** The book in PostgreSQL: one statement for each call, so that each sees and changes all of it at once. */
@Injectable()
export class EpochBookStore implements EpochBook {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
  ) {}

  async join(replica: string, earlier: readonly string[], holds: readonly Hold[]): Promise<number> {
    const rows = await this.database.query<NowRow>({
      name: 'old-side-join',
      text: `with lingering as (
               update old_side_epoch set waits_until = ${inMs('$6::float8')}
               where replica = any($2::text[]) and waits_until = 'infinity'
             ), gone as (
               delete from old_side_replica where id = any($2::text[])
             ), entered as (
               insert into old_side_replica (id, relied_on_until) values ($1, clock_timestamp())
             ), held as (
               insert into old_side_epoch (browser, replica, version, epoch, waits_until, touched_at)
               select browser, $1, version, version, ${inMs('waits_for')}, clock_timestamp()
               from unnest($3::text[], $4::bigint[], $5::float8[]) as hold (browser, version, waits_for)
             )
             select ${nowMs} as now`,
      values: [
        replica,
        earlier,
        holds.map(({ browser }) => browser),
        holds.map(({ version }) => version),
        holds.map(({ waitsForMs }) => milliseconds(waitsForMs)),
        lingerMs,
      ],
    });
    return rows[0]?.now ?? 0;
  }

  async stay(replica: string, until: number): Promise<number> {
    const rows = await this.database.query<NowRow>({
      name: 'old-side-stay',
      text: `with stayed as (
               update old_side_replica set relied_on_until = to_timestamp($2::float8 / 1000) where id = $1
             )
             select ${nowMs} as now`,
      values: [replica, until],
    });
    return rows[0]?.now ?? 0;
  }

  async leave(replica: string): Promise<void> {
    await this.database.query({
      name: 'old-side-leave',
      text: `with lingering as (
               update old_side_epoch set waits_until = ${inMs('$2::float8')}
               where replica = $1 and waits_until = 'infinity'
             )
             delete from old_side_replica where id = $1`,
      values: [replica, lingerMs],
    });
  }

  async raise({ replica, browser, version, first, byHand }: Raise): Promise<boolean> {
    const rows = await this.database.query<{ version: string }>({
      name: 'old-side-raise',
      text: `insert into old_side_epoch as line (browser, replica, version, epoch, waits_until, by_hand_at, touched_at)
             select $2, id, $3, $3, 'infinity', case when $5 then clock_timestamp() end, clock_timestamp()
             from old_side_replica where id = $1
             on conflict (browser, replica) do update set
               version = excluded.version,
               epoch = excluded.epoch,
               epoch_before = case when $4 then line.epoch else line.epoch_before end,
               waits_until = 'infinity',
               by_hand_at = coalesce(excluded.by_hand_at, line.by_hand_at),
               touched_at = excluded.touched_at
             where line.version < excluded.version
             returning version`,
      values: [replica, browser, version, first, byHand],
    });
    return rows.length > 0;
  }

  async settle({ replica, browser, version, epoch, waitsForMs }: Settlement): Promise<void> {
    await this.database.query({
      name: 'old-side-settle',
      text: `update old_side_epoch set
               version = $3, epoch = case when $4 then $3 else epoch_before end,
               waits_until = ${inMs('$5::float8')}, touched_at = clock_timestamp()
             where browser = $2 and replica = $1 and version < $3`,
      values: [replica, browser, version, epoch === 'raise', milliseconds(waitsForMs)],
    });
  }

  async read({ books, browser, portal, sessionId }: Reading): Promise<SharedStanding> {
    const [row] = await this.database.query<StandingRow>({
      name: 'old-side-read',
      text: `select ${nowMs} as now,
               (select string_agg(id, ' ' order by id) from old_side_replica) as replicas,
               not exists (select from old_side_replica where relied_on_until <= clock_timestamp()) as complete,
               line.epochs,
               coalesce(line.waits_until > clock_timestamp(), false) as waiting,
               extract(epoch from greatest(line.by_hand_at, answer.by_hand_at))::float8 * 1000 as by_hand_at,
               exists (select from session_revocation where session_id = $4) as ended,
               answer.cookies, answer.node, answer.epoch,
               extract(epoch from answer.asked_at)::float8 * 1000 as asked_at, answer.who
             from (
               select string_agg(replica || ':' || epoch, ' ' order by browser, replica) as epochs,
                 max(waits_until) as waits_until, max(by_hand_at) as by_hand_at
               from old_side_epoch where browser = any($1::text[])
             ) line left join old_side_answer answer on answer.browser = $2 and answer.portal = $3`,
      values: [books, browser ?? null, portal, sessionId ?? null],
    });
    if (row === undefined) throw new Error('The book gave no answer');
    return {
      now: row.now,
      epoch: `${row.replicas ?? ''} | ${row.epochs ?? ''}`,
      waiting: row.waiting,
      complete: row.complete,
      byHandAt: row.by_hand_at ?? undefined,
      ended: row.ended,
      answer: this.answer(row, browser),
    };
  }

  async keep({ browser, portal, answer, byHand }: Keeping): Promise<void> {
    const { cookies, node, epoch, askedAt, who } = answer;
    await this.database.query({
      name: 'old-side-keep',
      text: `insert into old_side_answer as known (browser, portal, cookies, node, epoch, asked_at, by_hand_at, who)
             select $1, $2, $3, $4, $5, to_timestamp($6::float8 / 1000), case when $7 then clock_timestamp() end, $8
             where to_timestamp($6::float8 / 1000) > clock_timestamp() - ${keptWithin}
             on conflict (browser, portal) do update set
               cookies = excluded.cookies, node = excluded.node, epoch = excluded.epoch, asked_at = excluded.asked_at,
               by_hand_at = coalesce(excluded.by_hand_at, known.by_hand_at), who = excluded.who
             where known.asked_at <= excluded.asked_at`,
      values: [browser, portal, cookies, node ?? null, epoch, askedAt, byHand, this.seal(browser, who)],
    });
  }

  /** Removes what nobody goes by any more. */
  async clean(): Promise<void> {
    await this.database.query({
      name: 'old-side-clean-replicas',
      text: `delete from old_side_replica where relied_on_until < clock_timestamp() - ${replicaGone}`,
    });
    await this.database.query({
      name: 'old-side-clean-epochs',
      text: `delete from old_side_epoch where touched_at < clock_timestamp() - ${answerGone}
             and (waits_until < clock_timestamp() or replica not in (select id from old_side_replica))`,
    });
    await this.database.query({
      name: 'old-side-clean-answers',
      text: `delete from old_side_answer where asked_at < clock_timestamp() - ${answerGone}`,
    });
    await this.cleanStrangers();
  }

  /**
   * Removes what was sent without a browser's id, unless an answer about the same cookies is kept. An epoch without such a
   * line reads as it did before the line was written, and must not make an answer from before hold again. None can: while
   * there is one the line stays, and one that comes later than `keptWithin` is not kept. An answer that was given while
   * the line was there has another epoch than without it: the old portal is asked anew. A line that is written again has a
   * version, or a replica, that none had before. What waits or lingers stays, also when its replica is gone.
   */
  private async cleanStrangers(): Promise<void> {
    let cleaned = cleanedAtOnce;
    while (cleaned === cleanedAtOnce) {
      const rows = await this.database.query<{ browser: string }>({
        name: 'old-side-clean-strangers',
        text: `delete from old_side_epoch where (browser, replica) in (
                 select browser, replica from old_side_epoch line
                 where browser like '%:%' and touched_at < clock_timestamp() - ${strangerRetention}
                   and waits_until < clock_timestamp()
                   and not exists (select from old_side_answer where portal || ':' || cookies = line.browser)
                 limit ${cleanedAtOnce} for update skip locked
               ) returning browser`,
        values: [],
      });
      cleaned = rows.length;
    }
  }

  private answer(row: StandingRow, browser: string | undefined): SharedStanding['answer'] {
    const { cookies, node, epoch, asked_at: askedAt } = row;
    if (browser === undefined || cookies === null || epoch === null || askedAt === null || row.who === null)
      return undefined;
    const text = this.sealer.open(purpose(browser), row.who);
    const who = text === undefined ? undefined : whoSchema.safeParse(JSON.parse(text)).data;
    if (who === undefined) return undefined;
    const named = who === 'nobody' ? who : { ...who, segment: who.segment };
    return { cookies, node: node ?? undefined, epoch, askedAt, who: named };
  }

  private seal(browser: string, who: Who): string {
    return this.sealer.seal(purpose(browser), JSON.stringify(who));
  }
}

/** Names and addresses of customers do not lie about in a table. */
function purpose(browser: string): string {
  return `answer ${browser}`;
}

/** PostgreSQL's spelling. */
function milliseconds(ms: number): string {
  return ms === Infinity ? 'infinity' : String(ms);
}
