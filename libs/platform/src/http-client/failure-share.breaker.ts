import type { IBreaker } from 'cockatiel';

export interface FailureShareOptions {
  /** Share of failed calls, 0 to 1, from which on the breaker opens. */
  readonly failureShare: number;
  /** Fewer calls than this in the window say nothing. */
  readonly minimumCalls: number;
  readonly windowMs: number;
}

interface Slice {
  number: number;
  failed: number;
  total: number;
}

const sliceCount = 10;

/**
 * Opens when too large a share of the calls of the last `windowMs` failed. Cockatiel's own sampling breaker forgets one
 * slice per call instead of per time passed, so that after a quiet night it judges by yesterday's failures.
 */
export class FailureShareBreaker implements IBreaker {
  /** Part of cockatiel's interface, for carrying a breaker over to another process; not used. */
  state: unknown = undefined;
  private slices: Slice[] = [];

  constructor(
    private readonly options: FailureShareOptions,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  success(): void {
    this.slice().total += 1;
  }

  failure(): boolean {
    const slice = this.slice();
    slice.total += 1;
    slice.failed += 1;
    const total = this.slices.reduce((sum, each) => sum + each.total, 0);
    const failed = this.slices.reduce((sum, each) => sum + each.failed, 0);
    return total >= this.options.minimumCalls && failed >= this.options.failureShare * total;
  }

  /** Begins anew: what failed before the dependency recovered must not count against it. */
  reset(): void {
    this.slices = [];
  }

  private slice(): Slice {
    const number = Math.floor((this.nowMs() * sliceCount) / this.options.windowMs);
    this.slices = this.slices.filter((each) => each.number > number - sliceCount);
    const last = this.slices.at(-1);
    if (last?.number === number) return last;
    const slice = { number, failed: 0, total: 0 };
    this.slices.push(slice);
    return slice;
  }
}
