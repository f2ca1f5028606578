import type { ToldSymptom } from '@wellspring/contract-pinpoint';

/** What customers notice, and since when. */
export interface Symptom extends ToldSymptom {
  readonly sinceTick: number;
  /** An edge is in trouble: who is to blame for that, or that nobody can tell, is found there. */
  readonly isOfAnEdge?: true;
}

/** A symptom as it is told: how many seconds of history there are is nobody's business. */
export function told({ kind, capability, side, text }: Symptom): ToldSymptom {
  return { kind, capability, side, text };
}
