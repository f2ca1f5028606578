/** Keeps retries a small share of traffic, so that they cannot multiply the load on an upstream that is already ill. */
export class RetryBudget {
  private readonly share: number;
  private readonly max: number;
  private tokens: number;

  /** @param share retries allowed per request, 0 to 1. @param max retries that may be saved up. */
  constructor(share = 0.1, max = 20) {
    this.share = share;
    this.max = max;
    this.tokens = max;
  }

  onRequest(): void {
    if (this.tokens < this.max) this.tokens = Math.min(this.max, this.tokens + this.share);
  }

  /** @returns whether a retry may be made, and counts it. */
  take(): boolean {
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
