import type { EntityManager } from 'typeorm';
import type { ReadModelDeclaration, RecordMapping, RecordRows, Row } from '../declaration.ts';
import type { FetchedRecords } from '../source/record.ts';
import type { Quarantine } from './quarantine.ts';

/**
 * The copy of the records. Answers of the source may arrive in any order, and what counts is its own counter: a record is
 * only replaced by a newer version; by an equal one when it is stored in another shape, or was rejected and has been put
 * right. A version older than one that was rejected is not believed either.
 */
export class RecordStore<R> {
  constructor(
    private readonly declaration: ReadModelDeclaration<R>,
    private readonly mapping: RecordMapping<R>,
    private readonly quarantine: Quarantine,
  ) {}

  /** Takes over what the source has, where it is news, in a transaction of the caller's. Gives how many were written. */
  async save(manager: EntityManager, { records, rejected }: FetchedRecords<R>): Promise<number> {
    const newest = this.newestOfEach(records);
    const rejectedIds = new Set(rejected.flatMap(({ id }) => id ?? []));
    const { name } = this.declaration.table;
    await manager.query(`select id from ${name} where id = any($1) order by id for update`, [
      [...newest.keys(), ...rejectedIds],
    ]);
    const written = newest.size === 0 ? 0 : await this.write(manager, newest);
    const kept = await this.quarantine.record(manager, rejected);
    for (const id of kept) if (rejectedIds.has(id)) await this.mapping.hold?.(id, manager);
    return written;
  }

  private async write(manager: EntityManager, records: ReadonlyMap<string, R>): Promise<number> {
    const ids = [...records.keys()];
    const rows = await this.mapping.rowsOf([...records.values()], manager);
    const written = await this.upsert(manager, rows);
    await this.replaceParts(
      manager,
      written,
      rows.filter((_row, at) => written.has(ids[at] ?? '')),
    );
    await this.quarantine.release(manager, ids);
    return written.size;
  }

  private async upsert(manager: EntityManager, rows: readonly RecordRows[]): Promise<ReadonlySet<string>> {
    const { name: model, shape } = this.declaration;
    const { name, version } = this.declaration.table;
    const complete = rows.map(({ row }): Row => ({ ...row, shape }));
    const columns = Object.keys(complete[0] ?? {});
    const changes = columns.filter((column) => column !== 'id').map((column) => `${column} = excluded.${column}`);
    const written = await manager.query<{ id: string }[]>(
      `insert into ${name} (${columns.join(', ')})
       select ${columns.join(', ')} from json_populate_recordset(null::${name}, $1) fetched
       where not exists (
         select from read_model_rejected rejected
         where rejected.model = $2 and rejected.id = fetched.id and rejected.version > fetched.${version})
       order by id
       on conflict (id) do update set ${changes.join(', ')}
       where excluded.${version} > ${name}.${version} or (excluded.${version} = ${name}.${version} and (
         excluded.shape <> ${name}.shape
         or exists (select from read_model_rejected rejected where rejected.model = $2 and rejected.id = ${name}.id)))
       returning id`,
      [JSON.stringify(complete), model],
    );
    return new Set(written.map(({ id }) => id));
  }

  private async replaceParts(
    manager: EntityManager,
    ids: ReadonlySet<string>,
    rows: readonly RecordRows[],
  ): Promise<void> {
    for (const [table, reference] of Object.entries(this.declaration.table.parts ?? {})) {
      await manager.query(`delete from ${table} where ${reference} = any($1)`, [[...ids]]);
      const parts = rows.flatMap((row) => row.parts?.[table] ?? []);
      await manager.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1)`, [
        JSON.stringify(parts),
      ]);
    }
  }

  private newestOfEach(records: readonly R[]): Map<string, R> {
    const newest = new Map<string, R>();
    for (const record of records) {
      const { id, version } = this.declaration.identify(record);
      const known = newest.get(id);
      if (known === undefined || this.declaration.identify(known).version < version) newest.set(id, record);
    }
    return newest;
  }
}
