import type { Operator } from './operator.ts';

/** One condition; several values mean "any of them" (`ne`: "none of them"). */
export interface Filter {
  readonly attribute: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

/** Conditions of which one is enough; mostly there is but one. */
export type AnyOf = readonly Filter[];

export interface Sort {
  readonly attribute: string;
  readonly direction: 'asc' | 'desc';
}

/** A list request as TMF630 part 1 lets a client write it, checked against the resource's declaration. */
export interface ListQuery {
  /** All of these hold. */
  readonly filters: readonly AnyOf[];
  readonly sorts: readonly Sort[];
  readonly offset: number;
  readonly limit: number;
  /** Where the page before this one ended: its last resource's value of each sort, and its key. */
  readonly after: readonly string[] | undefined;
  /** `undefined`: all of them. */
  readonly fields: ReadonlySet<string> | undefined;
}

/** A parsed query string: a repeated key is an array. */
export type RawQuery = Readonly<Record<string, unknown>>;

/** `-billDate,id`, as a client writes it. */
export function sortText(sorts: readonly Sort[]): string {
  return sorts.map(({ attribute, direction }) => (direction === 'desc' ? '-' : '') + attribute).join(',');
}
