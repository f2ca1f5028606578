/** A deployment that was killed half-way leaves its release pending, and Helm refuses to touch it from then on. */
import type { HelmRevision } from './helm.ts';

export interface Interruption {
  /** When it began. */
  since: string;
  /** What ran before it; undefined: nothing was ever installed. */
  back: number | undefined;
  /** Helm itself would have given up by now. */
  abandoned: boolean;
}

/** Helm gives hooks, the upgrade and undoing it a time-out each. */
const timeoutsOfHelm = 3;

/** @returns undefined when nothing is pending */
export function interruptionOf(
  history: HelmRevision[],
  timeoutSeconds: number,
  nowMs = Date.now(),
): Interruption | undefined {
  const last = history.at(-1);
  if (!last?.status.startsWith('pending-')) return undefined;
  const ageMs = nowMs - Date.parse(last.updated);
  return {
    since: last.updated,
    back: history.findLast(({ status }) => status === 'deployed')?.revision,
    abandoned: ageMs > timeoutsOfHelm * timeoutSeconds * 1_000,
  };
}
