import type { Status, Traffic } from './status.ts';

/** What one side was like at one moment. */
interface Reading {
  errorRate: number | undefined;
  p95Ms: number | undefined;
}

export interface Point {
  at: number;
  legacy: Reading;
  new: Reading;
}

/** Two minutes at one reading a second. */
export const keptMs = 120_000;

export type History = Readonly<Record<string, readonly Point[]>>;

/** Adds what the status says of each capability and forgets what is too old, or gone. */
export function remember(history: History, { capabilities }: Status, at: number): History {
  return Object.fromEntries(
    capabilities.map(({ name, traffic }) => {
      const kept = (history[name] ?? []).filter((point) => at - point.at <= keptMs);
      return [name, [...kept, { at, legacy: readingOf(traffic.legacy), new: readingOf(traffic.new) }]];
    }),
  );
}

/** Without requests there is no rate: nothing is not the same as all well. */
function readingOf({ requests, errorRate, p95Ms }: Traffic): Reading {
  return { errorRate: requests === 0 ? undefined : errorRate, p95Ms };
}
