import type { Side } from '../signals/snapshot.ts';

/**
 * What customers notice. `failed`: an error. `stale`: they see an older state than usual. `masked`: the other side answered
 * in its place, and nobody noticed anything.
 */
export interface Symptom {
  readonly kind: 'failed' | 'stale' | 'masked';
  readonly capability: string;
  readonly side: Side | undefined;
  readonly sinceTick: number;
  /** Who said so and with which numbers. */
  readonly text: string;
}

/** A symptom as it is told: how many seconds of history there are is nobody's business. */
export type ToldSymptom = Omit<Symptom, 'sinceTick'>;

export function told({ kind, capability, side, text }: Symptom): ToldSymptom {
  return { kind, capability, side, text };
}
