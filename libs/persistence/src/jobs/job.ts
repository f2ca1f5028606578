/** How often a job that threw is tried again before it is a dead letter. */
export interface RetryPolicy {
  /** Runs after the first one. */
  limit: number;
  /** Pause before the first retry; doubles with jitter. Whole seconds, the queue counts in them. */
  delaySeconds: number;
  /** Longest pause. */
  maxDelaySeconds: number;
}

/** What a handler knows of the run besides its data. */
export interface JobRun {
  id: string;
  name: string;
  /** 1 on the first run. */
  attempt: number;
  /** After this run there is no other. */
  lastAttempt: boolean;
  /** Fires when the run exceeds its time, when its worker lost the job, and when a shutdown no longer waits. */
  signal: AbortSignal;
}

export type JobHandler<Data> = (data: Data, run: JobRun) => Promise<void>;

/** A kind of background work. */
export interface JobDefinition<Data extends object> {
  /** Name of the queue and label of its metrics: letters, digits, `-`, `_` and `.`. */
  name: string;
  /**
   * Does the work. It may run twice for one job (its process can die between the work and the record of it), so it must
   * be idempotent. Throwing means "again later", {@link PermanentJobError} "never again".
   */
  handler: JobHandler<Data>;
  retry?: Partial<RetryPolicy>;
  /** A run that takes longer is given up and retried. Default 60. */
  timeoutSeconds?: number;
  /** Runs of this kind side by side in one replica. Default 1. */
  concurrency?: number;
  /** Whether jobs that failed for good are kept in a queue of their own. Default true. */
  deadLetters?: boolean;
  /** Told once when a job becomes a dead letter, e.g. to show that a person is needed. Retried until it succeeds. */
  onDead?: JobHandler<Data>;
}

/** A job that starts by itself: at most one across all replicas, whoever is alive. */
export interface ScheduledJobDefinition {
  name: string;
  /** Whole seconds between starts. A run that takes longer is not overtaken. */
  everySeconds: number;
  handler: (run: JobRun) => Promise<void>;
  timeoutSeconds?: number;
}

/** A kind of job, for {@link Jobs.enqueue}; carries the type of its data. */
export interface JobKind<Data extends object> {
  readonly name: string;
  /** Never present at run time; ties the data's type to the kind. */
  readonly data?: Data;
}

/** Thrown by a handler when trying again is pointless: the job becomes a dead letter at once. */
export class PermanentJobError extends Error {
  override readonly name = 'PermanentJobError';
}

export const defaultRetry: RetryPolicy = { limit: 10, delaySeconds: 1, maxDelaySeconds: 300 };
export const defaultTimeoutSeconds = 60;
export const deadQueue = (name: string): string => `${name}.dead`;
