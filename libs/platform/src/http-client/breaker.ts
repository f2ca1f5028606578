import {
  circuitBreaker,
  type CircuitBreakerPolicy,
  CircuitState,
  ExponentialBackoff,
  handleWhen,
  halfJitterGenerator,
  isBrokenCircuitError,
} from 'cockatiel';
import { DependencyError, type FailureOutcome } from './dependency.error.ts';
import { FailureShareBreaker, type FailureShareOptions } from './failure-share.breaker.ts';

export interface BreakerOptions extends FailureShareOptions {
  /** How long it stays open at first; doubles, with jitter, each time the trial fails. */
  readonly openMs: number;
  readonly maxOpenMs: number;
}

export type BreakerState = 'closed' | 'half_open' | 'open';

/** What says that the dependency is ill. A 4xx is a healthy answer, and being busy ourselves is not its fault. */
const illness: ReadonlySet<FailureOutcome> = new Set([
  'timeout',
  'refused',
  'dns',
  'tls',
  'bad_payload',
  '5xx',
  'reset',
]);

/**
 * Spares an ill dependency, and its callers the wait. When open for long enough it lets a single call through and
 * refuses all others until that one has ended: cockatiel would make them wait, however many, and let them all go at
 * once. The trial always ends, since every call has a deadline.
 */
export class Breaker {
  private readonly policy: CircuitBreakerPolicy;

  constructor(
    private readonly dependency: string,
    options: BreakerOptions,
    onChange: (state: BreakerState) => void,
  ) {
    const breaker = new FailureShareBreaker(options);
    this.policy = circuitBreaker(
      handleWhen((error) => error instanceof DependencyError && illness.has(error.outcome)),
      {
        breaker,
        halfOpenAfter: new ExponentialBackoff({
          generator: halfJitterGenerator,
          initialDelay: options.openMs,
          maxDelay: options.maxOpenMs,
        }),
      },
    );
    this.policy.onReset(() => {
      breaker.reset();
    });
    this.policy.onStateChange(() => {
      onChange(this.state);
    });
  }

  get state(): BreakerState {
    switch (this.policy.state) {
      case CircuitState.Closed:
        return 'closed';
      case CircuitState.HalfOpen:
        return 'half_open';
      case CircuitState.Open:
      case CircuitState.Isolated:
        return 'open';
    }
  }

  /** @throws {DependencyError} with outcome `breaker_open` without calling `work`, or what `work` throws */
  async run<T>(operation: string, work: () => Promise<T>): Promise<T> {
    if (this.state === 'half_open') throw this.open(operation);
    try {
      return await this.policy.execute(work);
    } catch (error) {
      throw isBrokenCircuitError(error) ? this.open(operation) : error;
    }
  }

  private open(operation: string): DependencyError {
    return new DependencyError({ dependency: this.dependency, operation, outcome: 'breaker_open' });
  }
}
