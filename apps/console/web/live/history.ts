import * as z from 'zod/mini';
import type { Status, Traffic } from '../status/status.ts';

const reading = z.object({ errorRate: z.optional(z.number()), p95Ms: z.optional(z.number()) });
const point = z.object({ at: z.number(), legacy: reading, new: reading });
const history = z.record(z.string(), z.array(point));

/** What one side was like at one moment. */
type Reading = z.output<typeof reading>;
export type Point = z.output<typeof point>;

/** By capability, a reading a second. */
export type History = Readonly<Record<string, readonly Point[]>>;

export const keptMs = 15 * 60_000;

/** Adds what the status says of each capability and forgets what is too old, or gone. */
export function remember(history: History, { capabilities }: Status, at: number): History {
  return Object.fromEntries(
    capabilities.map(({ name, traffic }) => {
      const kept = (history[name] ?? []).filter((each) => at - each.at <= keptMs);
      return [name, [...kept, { at, legacy: readingOf(traffic.legacy), new: readingOf(traffic.new) }]];
    }),
  );
}

/** Without requests there is no rate: nothing is not the same as all well. */
function readingOf({ requests, errorRate, p95Ms }: Traffic): Reading {
  return { ...(requests > 0 && { errorRate }), ...(p95Ms !== undefined && { p95Ms }) };
}

const key = 'history';

/** What this tab saw before it was loaded again; nothing when that cannot be read. */
export function storedHistory(storage: Pick<Storage, 'getItem'>): History {
  try {
    return z.parse(history, JSON.parse(storage.getItem(key) ?? '{}'));
  } catch {
    return {};
  }
}

export function storeHistory(storage: Pick<Storage, 'setItem'>, seen: History): void {
  storage.setItem(key, JSON.stringify(seen));
}
