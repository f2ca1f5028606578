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
  /** Requests that the old side answered and that were not compared, by the reason. */
  notCompared: { reason: string; requests: number }[];
  /** Share of the requests that were compared; `null` when there was none. */
  coverage: number | null;
  facts: FactCount[];
  /** False while the database is away: then only this replica's own comparisons are known. */
  complete: boolean;
}
