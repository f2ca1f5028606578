import { createHash } from 'node:crypto';
import type { Database } from '@wellspring/persistence';
import type { Logger } from '@wellspring/platform';
import type { EntityManager } from 'typeorm';
import type { RecordTable } from '../declaration.ts';
import type { ReadModelMetrics } from '../read-model.metrics.ts';
import type { RejectedRecord } from '../source/record.ts';
import { storableJson } from '../source/storable.ts';

/** A record in quarantine, as operators see it: what it holds is the customer's and stays in the table. */
export interface QuarantinedRecord {
  readonly id: string;
  readonly version: number | null;
  readonly reason: string;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
}

/** A version older than the one that is stored, or than one rejected before, says nothing any more. */
const upsert = ({ name, version }: RecordTable): string => `
  insert into read_model_rejected (model, id, reason, payload, version, owner)
  select $1, id, reason, payload, version, owner from json_populate_recordset(null::read_model_rejected, $2) as sent
  where not exists (select from ${name} as stored where stored.id = sent.id and stored.${version} > sent.version)
  order by id
  on conflict (model, id) do update set
    reason = excluded.reason, payload = excluded.payload, version = excluded.version, last_seen_at = now(),
    owner = coalesce(excluded.owner, read_model_rejected.owner)
  where excluded.version is null or read_model_rejected.version is null
    or excluded.version >= read_model_rejected.version
  returning id, reason, xmax = 0 as new`;

const release = ({ name, version }: RecordTable): string => `
  delete from read_model_rejected rejected using ${name} stored
  where rejected.model = $1 and rejected.id = any($2) and stored.id = rejected.id
    and coalesce(rejected.version, 0) <= stored.${version}`;

/** What was rejected a moment ago may be newer than the answer at hand. */
const forget = `
  delete from read_model_rejected
  where model = $1 and owner = $2 and last_seen_at < now() - interval '1 minute'`;

const expire = `
  delete from read_model_rejected
  where model = $1 and last_seen_at < now() - $2 * interval '1 millisecond' returning id`;

/** Of the others the last good version is shown. */
const missing = ({ name }: RecordTable, isOfOwner: boolean): string => `
  select count(*)::int as records from read_model_rejected rejected
  where model = $1 ${isOfOwner ? 'and owner = $2' : ''}
    and not exists (select from ${name} where ${name}.id = rejected.id)`;

const list = `
  select id, version::float8, reason, first_seen_at as "firstSeenAt", last_seen_at as "lastSeenAt"
  from read_model_rejected where model = $1 and ($2::text is null or id > $2) order by id limit $3`;

/** Records that do not match the schema or do not add up: kept for a person to look at, shown to no customer. */
export class Quarantine {
  constructor(
    private readonly model: string,
    private readonly table: RecordTable,
    private readonly database: Database,
    private readonly metrics: ReadModelMetrics,
    private readonly logger: Logger,
  ) {}

  /** Keeps them; gives the ids of those of whose records no newer version is known. */
  async record(manager: EntityManager, rejected: readonly RejectedRecord[]): Promise<string[]> {
    if (rejected.length === 0) return [];
    const rows = [...newestOfEach(rejected).values()];
    const kept = await manager.query<{ id: string; reason: string; new: boolean }[]>(upsert(this.table), [
      this.model,
      storableJson(rows),
    ]);
    this.metrics.rejected(kept.length);
    for (const { id, reason } of kept.filter((row) => row.new)) {
      const about = { model: this.model, recordId: id, reason };
      this.logger.error(`${this.model} rejected: it is not shown to the customer`, undefined, about);
    }
    return kept.map(({ id }) => id);
  }

  /** Forgets those of whose records a version can be shown that is not older. */
  async release(manager: EntityManager, ids: readonly string[]): Promise<void> {
    await manager.query(release(this.table), [this.model, ids]);
  }

  /** Forgets those of an owner whose records have all just been sent, and these were not among them. */
  async forget(manager: EntityManager, owner: string): Promise<void> {
    await manager.query(forget, [this.model, owner]);
  }

  /** Forgets those that were not sent for this long; gives how many. */
  async expire(olderThanMs: number): Promise<number> {
    const expired = await this.database.query({
      name: 'read-model-expire',
      text: expire,
      values: [this.model, olderThanMs],
    });
    if (expired.length > 0)
      this.logger.warn('records left the quarantine by age', { model: this.model, records: expired.length });
    return expired.length;
  }

  async count(): Promise<number> {
    const text = `select count(*)::int as records from read_model_rejected where model = $1`;
    const statement = { name: 'read-model-quarantined', text, values: [this.model] };
    const [row] = await this.database.query<{ records: number }>(statement);
    return row?.records ?? 0;
  }

  /** How many records are shown to nobody, of this owner or of all, because no version of them could be believed. */
  async missing(owner: string | undefined): Promise<number> {
    const isOfOwner = owner !== undefined;
    const [row] = await this.database.query<{ records: number }>({
      name: `${this.model}-missing${isOfOwner ? '-of-owner' : ''}`,
      text: missing(this.table, isOfOwner),
      values: [this.model, ...(isOfOwner ? [owner] : [])],
    });
    return row?.records ?? 0;
  }

  /** By id, those behind `after`. */
  list(after: string | undefined, limit: number): Promise<QuarantinedRecord[]> {
    return this.database.query<QuarantinedRecord>({
      name: 'read-model-quarantine',
      text: list,
      values: [this.model, after ?? null, limit],
    });
  }
}

/** By the key each is kept under: the record's id, or a digest of what there is where that could not be read. */
function newestOfEach(rejected: readonly RejectedRecord[]): Map<string, RejectedRecord> {
  const newest = new Map<string, RejectedRecord>();
  for (const one of rejected) {
    const id = one.id ?? `unidentified-${digestOf(one.payload)}`;
    const known = newest.get(id);
    if (!known || (known.version ?? 0) <= (one.version ?? Infinity)) newest.set(id, { ...one, id });
  }
  return newest;
}

function digestOf(payload: unknown): string {
  return createHash('sha256').update(storableJson(payload)).digest('hex').slice(0, 16);
}
