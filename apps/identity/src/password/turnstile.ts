export class HashingBusyError extends Error {
  constructor() {
    super('Too many password computations are waiting');
  }
}

/**
 * Lets a bounded number of computations run at once and a bounded number wait: each takes megabytes and a processor, so
 * a burst of sign-ins must neither exhaust the memory nor pile up.
 */
export class Turnstile {
  private readonly waiting: (() => void)[] = [];
  private inside = 0;

  constructor(
    private readonly places: number,
    private readonly queue: number,
  ) {}

  async pass<T>(work: () => Promise<T>): Promise<T> {
    await this.enter();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private enter(): Promise<void> {
    if (this.inside < this.places) {
      this.inside += 1;
      return Promise.resolve();
    }
    if (this.waiting.length >= this.queue) return Promise.reject(new HashingBusyError());
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private leave(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.inside -= 1;
    else next();
  }
}
