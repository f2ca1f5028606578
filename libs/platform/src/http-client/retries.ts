import type { DependencyError, FailureOutcome } from './dependency.error.ts';

export interface RetryOptions {
  /** Tries in all, the first included; 1 turns retries off. */
  readonly maxAttempts: number;
  /** Retries allowed as a share of first tries, 0 to 1: what keeps retries from multiplying an overload. */
  readonly budget: number;
}

/** Failures another try may mend. Not `tls`, `bad_payload` or `4xx`: those come out the same. */
const mendable: ReadonlySet<FailureOutcome> = new Set(['refused', 'reset', 'dns', 'timeout', '5xx']);
const savedAtMost = 10;
const firstPauseMs = 50;
const longestPauseMs = 2_000;

/** Decides on retries for all calls of one client: a token for each, saved up by first tries. */
export class Retries {
  private saved: number;

  constructor(
    private readonly options: RetryOptions,
    private readonly random: () => number = Math.random,
  ) {
    this.saved = options.budget > 0 ? savedAtMost : 0;
  }

  /** To be called once per call, before its first try. */
  countCall(): void {
    this.saved = Math.min(savedAtMost, this.saved + this.options.budget);
  }

  /**
   * How long to wait before the next try, in ms, with full jitter; `undefined` when there must be none: too many tries,
   * nothing to be mended, the budget spent, or not enough time left for the pause.
   */
  pauseMs(attemptsMade: number, error: DependencyError, remainingMs: number): number | undefined {
    if (attemptsMade >= this.options.maxAttempts || !mendable.has(error.outcome)) return undefined;
    const pauseMs = this.random() * Math.min(longestPauseMs, firstPauseMs * 2 ** (attemptsMade - 1));
    if (pauseMs >= remainingMs || this.saved < 1) return undefined;
    this.saved -= 1;
    return pauseMs;
  }
}
