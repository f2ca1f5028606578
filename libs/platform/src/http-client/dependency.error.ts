/** Every way a call to a dependency can end, besides `ok`. The one set used by metrics, log and callers. */
export type FailureOutcome =
  | 'timeout'
  | 'refused'
  | 'dns'
  | 'tls'
  | 'bad_payload'
  | '4xx'
  | '5xx'
  | 'breaker_open'
  | 'bulkhead_full'
  | 'no_time_left'
  | 'reset';

export type Outcome = 'ok' | FailureOutcome;

/** Of calls that were not made: the dependency knows nothing of them. */
export const notCalled: ReadonlySet<FailureOutcome> = new Set(['breaker_open', 'bulkhead_full', 'no_time_left']);

export interface DependencyErrorOptions {
  readonly dependency: string;
  readonly operation: string;
  readonly outcome: FailureOutcome;
  readonly detail?: string | undefined;
  readonly status?: number | undefined;
  readonly body?: unknown;
  readonly cause?: unknown;
}

/**
 * A dependency did not answer, or not usefully. Unhandled, it becomes a 503 of the service: the request was fine, what
 * it needs is not there.
 */
export class DependencyError extends Error {
  /** Name of the client, such as `billing-engine`. */
  readonly dependency: string;
  readonly operation: string;
  readonly outcome: FailureOutcome;
  /** What exactly was wrong, for the log: a system's error code or the place in the payload. Nothing confidential. */
  readonly detail: string | undefined;
  /** The dependency's HTTP status, when there was one. */
  readonly status: number | undefined;
  /** The body that came with a 4xx or 5xx: parsed when it was JSON, otherwise text. */
  readonly body: unknown;
  /** What the exception filter answers with. */
  readonly statusCode = 503;

  constructor(options: DependencyErrorOptions) {
    super(`${options.dependency} ${options.operation}: ${options.outcome}`, { cause: options.cause });
    this.name = 'DependencyError';
    this.dependency = options.dependency;
    this.operation = options.operation;
    this.outcome = options.outcome;
    this.detail = options.detail;
    this.status = options.status;
    this.body = options.body;
  }
}
