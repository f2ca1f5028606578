import type { Change, ProcessState } from '@wellspring/contract-pinpoint';
import type { PodTrouble } from './pod.ts';
import type { SeriesKey } from './series.ts';

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
