import type { Mark } from '../chart/chart.tsx';
import { formatActor, formatPosition } from '../format/format.ts';
import { type AuditEntry, useNewestDecisions } from './audit.ts';
import { actionWords } from './words.ts';

/** By capability, what charts show of its decisions. Without an audit there are none, and the page that is about it says so. */
export function useMarks(): Readonly<Record<string, readonly Mark[]>> {
  return marksOf(useNewestDecisions().data ?? []);
}

export function marksOf(entries: readonly AuditEntry[]): Readonly<Record<string, readonly Mark[]>> {
  const marks = Object.groupBy(
    entries.map(({ at, capability, action, actor, to }) => ({
      capability,
      mark: { at: Date.parse(at), text: `${actionWords[action]} to ${formatPosition(to)} (${formatActor(actor)})` },
    })),
    ({ capability }) => capability,
  );
  return Object.fromEntries(Object.entries(marks).map(([name, of = []]) => [name, of.map(({ mark }) => mark)]));
}
