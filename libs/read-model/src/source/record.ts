/** What tells records and their versions apart. */
export interface RecordIdentity {
  readonly id: string;
  /** The source's own counter: of two versions of a record the higher is the newer, whatever any clock says. */
  readonly version: number;
  /** Whose it is; `undefined` where records have no owner. */
  readonly owner: string | undefined;
}

/** A record that cannot be believed, with as much of its identity as could be read. */
export interface RejectedRecord {
  readonly id: string | undefined;
  readonly version: number | undefined;
  readonly owner: string | undefined;
  /** Shown to operators: names the rule, never the customer's data. */
  readonly reason: string;
  readonly payload: unknown;
}

/** What became of one item that the source sent. */
export type ReadRecord<R> = { readonly record: R } | { readonly rejected: RejectedRecord };

/** Records as the source has them now, those that can be believed apart from those that cannot. */
export interface FetchedRecords<R> {
  readonly records: readonly R[];
  readonly rejected: readonly RejectedRecord[];
}

/** Each record stands or falls alone: a bad one does not hold back the others of its page. */
export function sortOut<R>(read: readonly ReadRecord<R>[]): FetchedRecords<R> {
  return {
    records: read.flatMap((one) => ('record' in one ? [one.record] : [])),
    rejected: read.flatMap((one) => ('rejected' in one ? [one.rejected] : [])),
  };
}
