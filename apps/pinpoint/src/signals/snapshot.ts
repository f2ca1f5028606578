import type { PodTrouble } from './pod.ts';
import type { SeriesKey } from './series.ts';

/**
 * `answers`: it gave its metrics. `refused`: nobody listens there. `silent`: it took the connection, or should have, and
 * said nothing in time. `unreadable`: what it said are no metrics.
 */
export type ProcessState = 'answers' | 'refused' | 'silent' | 'unreadable';

/** One process as it was found in one second. */
export interface ProcessSample {
  /** The service, as its `service.yaml` names it. */
  readonly service: string;
  /** Which of its processes: a pod's name, or an address. */
  readonly instance: string;
  /** What it runs on; absent where all run on one. */
  readonly machine?: string | undefined;
  readonly state: ProcessState;
  /** How long it took to answer. */
  readonly tookMs: number;
  readonly values: ReadonlyMap<SeriesKey, number>;
}

export type Side = 'legacy' | 'new';

/** What became of one visit of the synthetic customer. */
export interface VisitResult {
  readonly capability: string;
  /** `undefined` where the visitor did not get as far as to learn it. */
  readonly side: Side | undefined;
  readonly ok: boolean;
  readonly tookMs: number;
  /** What was wrong: a status, `no answer`, a text that was missing. */
  readonly detail: string;
}

/** Something that was changed, by whom- or whatever. */
export interface Change {
  readonly atMs: number;
  readonly kind: 'version' | 'configuration' | 'restart' | 'stage' | 'deployment' | 'schema';
  /** The service or capability that was changed. */
  readonly subject: string;
  /** The process it is of, where it is of one. */
  readonly instance?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Who and why, where somebody said so. */
  readonly by?: string | undefined;
}

/** All that became known in one second. What is judged is judged from these alone, so that it can be played again. */
export interface Snapshot {
  readonly atMs: number;
  readonly processes: readonly ProcessSample[];
  /** Pods that do not run as they should; absent where there are no pods. */
  readonly pods?: readonly PodTrouble[] | undefined;
  readonly visits: readonly VisitResult[];
  /** Changes that others told of; those that show in the signals themselves are found there. */
  readonly changes: readonly Change[];
}
