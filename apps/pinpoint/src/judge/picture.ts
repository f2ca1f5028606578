import type { EdgeWatch, Trouble } from '../graph/trouble.ts';
import type { Edge } from '../graph/edge.ts';
import type { InsideFinding } from '../insides/inside.ts';
import { isMachineBusy } from '../insides/machine.ts';
import type { History, ProcessHistory } from '../signals/history.ts';
import type { Symptom } from './symptom.ts';

export interface TroubledEdge {
  readonly edge: Edge;
  readonly trouble: Trouble;
}

/** Systems that say nothing of themselves, and whom they are known to call: an old portal and its background systems. */
export type KnownCalls = ReadonlyMap<string, readonly string[]>;

/** All that is known at one moment, before anybody is blamed. */
export interface Picture {
  readonly history: History;
  readonly tick: number;
  readonly watches: readonly EdgeWatch[];
  readonly insides: readonly InsideFinding[];
  /** Processes that find everybody in trouble because of themselves. */
  readonly unreliable: ReadonlySet<ProcessHistory>;
  readonly symptoms: readonly Symptom[];
  readonly knownCalls: KnownCalls;
}

/**
 * Edges in trouble, as far as their callers can be believed: one that is blocked itself, or on a machine that is too busy,
 * finds everybody slow.
 */
export function troubledEdges({ history, tick, watches, unreliable }: Picture): TroubledEdge[] {
  const doubtful = new Set([...unreliable].map(({ service, instance }) => `${service}|${instance}`));
  const busy = isMachineBusy(history, tick);
  return watches.flatMap(({ edge, trouble }) => {
    if (trouble === undefined || doubtful.has(`${edge.id.caller}|${edge.id.instance}`)) return [];
    if (trouble.kind === 'slow' && (busy || isMuchMoreCalled(edge, trouble))) return [];
    return [{ edge, trouble }];
  });
}

/** What is slower because there is three times as much of it is not broken. */
function isMuchMoreCalled(edge: Edge, { sinceTick, lastTick, before }: Trouble): boolean {
  const now = edge.durations({ from: lastTick - 9, to: lastTick }).count / 10;
  const ticksBefore = Math.min(sinceTick, 600);
  return before.total > 0 && ticksBefore > 0 && now > 3 * (before.total / ticksBefore) && now > 5;
}
