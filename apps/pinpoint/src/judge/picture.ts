import type { EdgeWatch } from '../graph/trouble.ts';
import type { InsideFinding } from '../insides/inside.ts';
import type { Shortage } from '../insides/machine-watch.ts';
import type { History, ProcessHistory } from '../signals/history.ts';
import type { Symptom } from './symptom.ts';

/** Systems that say nothing of themselves, and whom they are known to call: an old portal and its background systems. */
export type KnownCalls = ReadonlyMap<string, readonly string[]>;

/** All that is known at one moment, before anybody is blamed. */
export interface Picture {
  readonly history: History;
  readonly tick: number;
  readonly watches: readonly EdgeWatch[];
  readonly insides: readonly InsideFinding[];
  /** Those that were over a moment ago: what others noticed of them may be seen still. */
  readonly insidesBefore: readonly InsideFinding[];
  /** Processes that find everybody in trouble because of themselves. */
  readonly unreliable: ReadonlySet<ProcessHistory>;
  /** Machines and processes that have too little processor. */
  readonly shortages: readonly Shortage[];
  readonly symptoms: readonly Symptom[];
  readonly knownCalls: KnownCalls;
}
