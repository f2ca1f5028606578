/**
 * Why a request that the old side answered was not compared:
 * `no_rule` nothing says what to compare · `not_sampled` left out by `samplePercent` · `parameter` the request lacks one
 * that the other side is asked with · `no_room`, `late` the shadow gave way · `too_long`, `cut_off` the answer was not
 * kept · `old_failed` the old side's answer was none to compare · `unreadable`, `charset`, `other_page` it could not be
 * read · `nothing_found` neither side had an item · `old_changed` the old side did not answer it twice · `failed` the
 * comparison itself broke.
 */
export type NotCompared =
  | 'no_rule'
  | 'not_sampled'
  | 'parameter'
  | 'no_room'
  | 'late'
  | 'too_long'
  | 'cut_off'
  | 'old_failed'
  | 'unreadable'
  | 'charset'
  | 'other_page'
  | 'nothing_found'
  | 'old_changed'
  | 'failed';

/** How often one fact was compared, and how. */
export interface FactCount {
  fact: string;
  compared: number;
  /** Differs between the sides, and not between two calls of one. */
  differing: number;
  /** Differs also between two calls of the same side: says nothing about the other one. */
  noise: number;
}

/** What was compared for a capability within a stretch of time. */
export interface ParitySummary {
  /** Exchanges compared. */
  comparisons: number;
  /** Exchanges in which any fact differed. */
  differing: number;
  /** Share of the comparisons that differ; `null` when there was none. */
  differenceRate: number | null;
  /**
   * Requests that the old side answered and that were not compared, by the reason: {@link NotCompared}, or what a replica
   * of another version calls it.
   */
  notCompared: { reason: string; requests: number }[];
  /** Share of the requests that were compared; `null` when there was none. */
  coverage: number | null;
  facts: FactCount[];
  /** False while the database is away: then only this replica's own comparisons are known. */
  complete: boolean;
}

/** One difference, fit to be shown. */
export interface ParitySampleDocument {
  at: string;
  capability: string;
  fact: string;
  /** The `when` of the rule. */
  route: string;
  item: string;
  legacy: string;
  new: string;
  traceId: string;
}

/** Differences that look alike, as one. */
export interface SampleGroup {
  route: string;
  fact: string;
  /** The shape of the values; the value itself where the file lets it be seen. */
  legacy: string;
  new: string;
  times: number;
  lastAt: string;
  /** Of the newest few. */
  traceIds: string[];
}

/** `GET /operations/v1/parity/{name}` */
export interface ParityDocument {
  capability: string;
  windowMs: number;
  summary: ParitySummary;
  samples: readonly ParitySampleDocument[];
  /** The same samples, those that look alike as one. */
  groups: readonly SampleGroup[];
}
