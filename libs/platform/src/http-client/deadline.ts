/** The time a call has in all, from connecting to the last byte of the body, retries and their pauses included. */
export class Deadline {
  private readonly controller = new AbortController();
  private readonly endsAt: number;
  private readonly timer: NodeJS.Timeout;
  private readonly expired: Promise<never>;

  constructor(ms: number) {
    this.endsAt = performance.now() + ms;
    const { promise, reject } = Promise.withResolvers<never>();
    this.expired = promise;
    this.expired.catch(() => undefined);
    this.timer = setTimeout(() => {
      const reason = new DeadlineExceededError(ms);
      reject(reason);
      this.controller.abort(reason);
    }, ms);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get remainingMs(): number {
    return Math.max(0, this.endsAt - performance.now());
  }

  /**
   * The result of `work`, unless time is up before. Aborting is not enough to be on time: undici looks at the signal of
   * a request that waits for a connection only once the connection stands.
   *
   * @throws {DeadlineExceededError}
   */
  within<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.expired]);
  }

  /** Waits, and tells whether there is time left after it. */
  async pause(ms: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<true>();
    const timer = setTimeout(resolve, ms, true);
    try {
      return await Promise.race([promise, this.expired.catch(() => false)]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** To be called when the call is over, or the timer outlives it. */
  end(): void {
    clearTimeout(this.timer);
  }
}

export class DeadlineExceededError extends Error {
  readonly code = 'ETIMEDOUT';

  constructor(ms: number) {
    super(`No complete answer within ${Math.round(ms)} ms`);
    this.name = 'DeadlineExceededError';
  }
}
