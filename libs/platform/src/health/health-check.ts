/**
 * `required`: the service cannot answer without it, so that it is not ready before it was well once. `degrading`: it can,
 * only worse. Neither takes a pod out that was ready: every replica has the same dependencies and would leave with it.
 */
export type HealthKind = 'required' | 'degrading';

/** What a check may tell beside being well; nothing confidential. */
// `void` lets a check that has nothing to tell simply end.
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type
export type HealthDetails = Record<string, unknown> | void;

export interface HealthCheck {
  readonly name: string;
  readonly kind: HealthKind;
  /** Resolves with details when well, throws when not. `signal` aborts at the deadline, which ends the check anyhow. */
  readonly check: (signal: AbortSignal) => Promise<HealthDetails>;
  /** Pause between two runs; 5,000 unless given. */
  readonly intervalMs?: number;
  /** Total deadline of a run; 2,000 unless given. */
  readonly timeoutMs?: number;
  /** Age after which the last result says nothing any more; three intervals and a timeout unless given. */
  readonly staleAfterMs?: number;
}

export interface HealthReport {
  readonly name: string;
  readonly kind: HealthKind;
  /** `unknown`: not checked yet, or too long ago. */
  readonly status: 'up' | 'down' | 'unknown';
  /** Whether it was up at any time since the process started. */
  readonly wasUp: boolean;
  readonly ageMs: number | undefined;
  readonly durationMs: number | undefined;
  readonly error: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;
}
