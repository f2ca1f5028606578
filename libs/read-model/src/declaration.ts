import type { EntityManager } from 'typeorm';
import type { ReadRecord, RecordIdentity } from './source/record.ts';

/** A row by column. */
export type Row = Readonly<Record<string, unknown>>;

/** What is stored of one record: its row, and the rows of its parts by table. */
export interface RecordRows {
  readonly row: Row;
  readonly parts?: Readonly<Record<string, readonly Row[]>>;
}

/** The mapping of records to rows, within the transaction that writes them. */
export interface RecordMapping<R> {
  /** One for each record, in the same order; all with the same columns. The library adds `shape`. */
  rowsOf(records: readonly R[], manager: EntityManager): readonly RecordRows[] | Promise<readonly RecordRows[]>;
  /** The newest version of a stored record cannot be believed: the last good one stays, and this may mark it. */
  hold?(id: string, manager: EntityManager): Promise<void>;
}

/** Where records are stored: a table of the service's own, with `id text primary key` and `shape integer not null`. */
export interface RecordTable {
  readonly name: string;
  /** Column with the source's counter, `bigint not null`. */
  readonly version: string;
  /** Tables with parts of a record, by the column that refers to it; rewritten with the record. */
  readonly parts?: Readonly<Record<string, string>>;
}

/** What a service says of a copy it keeps; the rest is the library's. */
export interface ReadModelDeclaration<R> {
  /** One of the records, in kebab case: `bill`. In the names of settings, jobs, checks and metrics. */
  readonly name: string;
  /** Many of them, for sentences: `bills`. */
  readonly plural: string;
  /**
   * Of the stored rows. A release that stores something else of the same record says so by another number; all records are
   * then fetched and written again in the background, while the old ones are served.
   */
  readonly shape: number;
  readonly table: RecordTable;
  readonly read: (payload: unknown) => ReadRecord<R>;
  readonly identify: (record: R) => RecordIdentity;
}
