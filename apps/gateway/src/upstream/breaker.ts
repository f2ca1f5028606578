export interface BreakerRules {
  /** Length of the window failures are counted over. */
  windowMs: number;
  /** Fewer requests than this in the window say nothing. */
  minRequests: number;
  /** Share of failures from which the breaker opens, 0 to 1. */
  failureShare: number;
  /** How long it first stays open; doubled on every failed trial up to `maxOpenMs`. */
  openMs: number;
  maxOpenMs: number;
  /** Successful trials in a row that close it. */
  trials: number;
  /** After closing, the share of requests let through grows to all over this time: no stampede on a recovering upstream. */
  rampMs: number;
}

export const defaultBreakerRules: BreakerRules = {
  windowMs: 10_000,
  minRequests: 20,
  failureShare: 0.5,
  openMs: 1_000,
  maxOpenMs: 30_000,
  trials: 3,
  rampMs: 5_000,
};

/**
 * For requests that another system has already failed at: what breaks one system often breaks the next, and says little
 * about it. They are kept from a system that fails nearly all of them, but never for long, since with the first system's
 * outage they become everybody's.
 */
export const fallbackBreakerRules: BreakerRules = { ...defaultBreakerRules, maxOpenMs: 1_000, rampMs: 0 };

export type BreakerState = 'closed' | 'open' | 'half_open';

/** Leave to send one request. A trial's result decides about the breaker; an expired or released trial frees its place. */
export interface Permit {
  readonly trial: boolean;
  readonly takenAt: number;
}

/** A trial nobody reports on any more (its visitor left, its connection hangs) must not keep the breaker half-open for ever. */
const trialLeaseMs = 30_000;
const buckets = 10;

/** Keeps requests from an upstream that fails most of them, and lets it recover gently. */
export class Breaker {
  private readonly rules: BreakerRules;
  private readonly now: () => number;
  private readonly random: () => number;
  private readonly total = new Array<number>(buckets).fill(0);
  private readonly failures = new Array<number>(buckets).fill(0);
  private bucketNumber = 0;
  private openUntil = 0;
  private openForMs: number;
  private closedAt = Number.NEGATIVE_INFINITY;
  private phase: BreakerState = 'closed';
  private trial: Permit | undefined;
  private successes = 0;

  constructor(rules: BreakerRules, now: () => number, random: () => number = Math.random) {
    this.rules = rules;
    this.now = now;
    this.random = random;
    this.openForMs = rules.openMs;
  }

  get state(): BreakerState {
    return this.phase;
  }

  /** Whether `acquire` may give leave now. */
  get admits(): boolean {
    const now = this.now();
    if (this.phase === 'open') return now >= this.openUntil;
    return this.phase === 'closed' || !this.isTrialUnderWay(now);
  }

  /** @returns undefined when the request is not to be sent. */
  acquire(): Permit | undefined {
    const now = this.now();
    if (this.phase === 'closed') {
      const rampingMs = now - this.closedAt;
      if (rampingMs < this.rules.rampMs && this.random() > Math.max(0.1, rampingMs / this.rules.rampMs))
        return undefined;
      return { trial: false, takenAt: now };
    }
    if (this.phase === 'open') {
      if (now < this.openUntil) return undefined;
      this.phase = 'half_open';
      this.successes = 0;
      this.trial = undefined;
    }
    if (this.isTrialUnderWay(now)) return undefined;
    this.trial = { trial: true, takenAt: now };
    return this.trial;
  }

  succeed(permit: Permit): void {
    if (!permit.trial) {
      this.count(false);
      return;
    }
    if (permit !== this.trial) return;
    this.trial = undefined;
    this.successes += 1;
    if (this.successes < this.rules.trials) return;
    this.phase = 'closed';
    this.closedAt = this.now();
    this.total.fill(0);
    this.failures.fill(0);
  }

  fail(permit: Permit): void {
    if (permit.trial) {
      if (permit !== this.trial) return;
      this.trial = undefined;
      this.openForMs = Math.min(this.openForMs * 2, this.rules.maxOpenMs);
      this.open();
      return;
    }
    this.count(true);
    if (this.phase !== 'closed') return;
    const total = this.total.reduce((sum, each) => sum + each, 0);
    const failures = this.failures.reduce((sum, each) => sum + each, 0);
    if (total < this.rules.minRequests || failures / total < this.rules.failureShare) return;
    // A relapse soon after closing means the pause was too short; a breaker that has been closed for long starts afresh.
    const relapse = this.now() - this.closedAt < this.rules.maxOpenMs;
    this.openForMs = relapse ? Math.min(this.openForMs * 2, this.rules.maxOpenMs) : this.rules.openMs;
    this.open();
  }

  /** The request ended without saying anything about the upstream: its visitor left. */
  release(permit: Permit): void {
    if (permit === this.trial) this.trial = undefined;
  }

  private isTrialUnderWay(now: number): boolean {
    return this.trial !== undefined && now - this.trial.takenAt < trialLeaseMs;
  }

  private open(): void {
    this.phase = 'open';
    // A little jitter, so that replicas do not try again in the same moment.
    this.openUntil = this.now() + this.openForMs * (0.9 + 0.2 * this.random());
  }

  private count(failed: boolean): void {
    const bucketNumber = Math.floor((this.now() * buckets) / this.rules.windowMs);
    const steps = Math.min(bucketNumber - this.bucketNumber, buckets);
    for (let step = 1; step <= steps; step += 1) this.clear((this.bucketNumber + step) % buckets);
    if (steps === buckets) {
      this.total.fill(0);
      this.failures.fill(0);
    }
    this.bucketNumber = bucketNumber;
    const at = bucketNumber % buckets;
    this.total[at] = (this.total[at] ?? 0) + 1;
    if (failed) this.failures[at] = (this.failures[at] ?? 0) + 1;
  }

  private clear(at: number): void {
    this.total[at] = 0;
    this.failures[at] = 0;
  }
}
