import type { CauseKind, Change, Evidence } from '@wellspring/contract-pinpoint';

export interface Cause {
  readonly kind: CauseKind;
  /**
   * What is to blame: a service, a background system, a database, a path `a → b`. Of an unknown cause whoever is the
   * nearest to what hurts.
   */
  readonly subject: string;
  /** Where only some operations are in trouble: those. */
  readonly operations: readonly string[];
  /** Which of the processes of the subject, where it is not all of them. */
  readonly instances: readonly string[];
  readonly sinceTick: number;
  readonly evidence: readonly Evidence[];
  /** The change whose scope is that of the fault. */
  readonly change: Change | undefined;
  /** Of an unknown cause: those that are left. */
  readonly suspects: readonly string[];
}
