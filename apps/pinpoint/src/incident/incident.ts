import type { CauseKind, Evidence } from '../judge/cause.ts';
import type { ToldSymptom } from '../judge/symptom.ts';
import type { Change } from '../signals/snapshot.ts';
import type { FirstAid } from '../words/rule.ts';

export type IncidentState = 'open' | 'resolved';

/** What an incident says of its cause; it may become better known while it is open. */
export interface Diagnosis {
  readonly kind: CauseKind;
  readonly subject: string;
  readonly operations: readonly string[];
  readonly instances: readonly string[];
  readonly suspects: readonly string[];
  readonly headline: string;
  readonly evidence: readonly Evidence[];
  readonly symptoms: readonly ToldSymptom[];
  readonly firstAid: FirstAid;
  readonly change: Change | undefined;
  readonly runbook: string;
}

export interface Incident {
  readonly id: string;
  readonly state: IncidentState;
  /** Nobody noticed anything: told, but nobody is called. */
  readonly masked: boolean;
  /** When the fault began, and when it was named. */
  readonly sinceMs: number;
  readonly openedMs: number;
  readonly updatedMs: number;
  readonly resolvedMs: number | undefined;
  readonly diagnosis: Diagnosis;
  /** Line by line how it went: what was said when. */
  readonly story: readonly { readonly atMs: number; readonly text: string }[];
}
