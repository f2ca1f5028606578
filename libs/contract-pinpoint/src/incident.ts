import type { CauseKind, Evidence } from './cause.ts';
import type { Change } from './change.ts';

/**
 * What customers notice. `failed`: an error. `stale`: they see an older state than usual. `masked`: the other side answered
 * in its place, and nobody noticed anything.
 */
export interface ToldSymptom {
  readonly kind: 'failed' | 'stale' | 'masked';
  readonly capability: string;
  /** Absent where it is not known. */
  readonly side?: 'legacy' | 'new' | undefined;
  /** Who said so and with which numbers. */
  readonly text: string;
}

/**
 * What can help at once. `rollback` puts a capability back on the old portal: the console has a button for it. `none`:
 * nothing has to be done now. `look`: a person has to, and the text says where.
 */
type FirstAidAction = 'rollback' | 'release-back' | 'none' | 'look';

export interface FirstAid {
  readonly action: FirstAidAction;
  /** What to do and why it helps, in a sentence. */
  readonly text: string;
  /** What somebody types who has to do it by hand. */
  readonly command?: string;
}

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
  readonly change?: Change | undefined;
  readonly runbook: string;
}

export interface Incident {
  readonly id: string;
  readonly state: 'open' | 'resolved';
  /** Nobody noticed anything: told, but nobody is called. */
  readonly masked: boolean;
  /** When the fault began, and when it was named. */
  readonly sinceMs: number;
  readonly openedMs: number;
  readonly updatedMs: number;
  readonly resolvedMs?: number | undefined;
  readonly diagnosis: Diagnosis;
  /** Line by line how it went: what was said when. */
  readonly story: readonly { readonly atMs: number; readonly text: string }[];
}

/** `GET /operations/v1/incidents` */
export interface IncidentsDocument {
  /** The newest first. */
  readonly items: readonly Incident[];
}
