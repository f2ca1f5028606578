import { redactText } from '../logging/redaction.ts';
import type { HealthCheck, HealthReport } from './health-check.ts';

interface Result {
  readonly up: boolean;
  readonly atMs: number;
  readonly durationMs: number;
  readonly error: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;
}

const intervalMs = 5_000;
const defaultTimeoutMs = 2_000;

/** One check that repeats itself in the background. */
export class BackgroundCheck {
  private last: Result | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private wasUp = false;
  /** A run that ignored its deadline and is still going; no second one is started beside it. */
  private hanging = false;

  constructor(private readonly check: HealthCheck) {}

  start(): void {
    void this.repeat();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  report(): HealthReport {
    const { name, kind } = this.check;
    const { wasUp } = this;
    if (this.last === undefined) {
      const nothing = { ageMs: undefined, durationMs: undefined, error: undefined, details: {} };
      return { name, kind, status: 'unknown', wasUp, ...nothing };
    }
    const { up, atMs, durationMs, error, details } = this.last;
    const ageMs = Math.round(performance.now() - atMs);
    const status = ageMs > this.staleAfterMs ? 'unknown' : up ? 'up' : 'down';
    return { name, kind, status, wasUp, ageMs, durationMs, error, details };
  }

  private get staleAfterMs(): number {
    return this.check.staleAfterMs ?? 3 * (this.check.intervalMs ?? intervalMs) + this.timeoutMs;
  }

  private get timeoutMs(): number {
    return this.check.timeoutMs ?? defaultTimeoutMs;
  }

  private async repeat(): Promise<void> {
    if (!this.hanging) {
      this.last = await this.run();
      this.wasUp ||= this.last.up;
    }
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.repeat(), this.check.intervalMs ?? intervalMs).unref();
  }

  /**
   * Races the check against its total deadline. Timeouts for connecting, headers or between two bytes are not enough:
   * a backend that drips a byte a second stays within all of them for ever.
   */
  private async run(): Promise<Result> {
    const startedMs = performance.now();
    const deadline = AbortSignal.timeout(this.timeoutMs);
    const outcome = (up: boolean, error?: string, details?: Record<string, unknown>): Result => {
      const nowMs = performance.now();
      return { up, atMs: nowMs, durationMs: Math.round(nowMs - startedMs), error, details: details ?? {} };
    };
    this.hanging = true;
    const settled = Promise.resolve()
      .then(() => this.check.check(deadline))
      .then(
        (details) => outcome(true, undefined, typeof details === 'object' ? details : undefined),
        (error: unknown) => outcome(false, describe(error)),
      )
      .finally(() => {
        this.hanging = false;
      });
    const late = new Promise<Result>((resolve) => {
      const giveUp = (): void => {
        resolve(outcome(false, `no result within ${this.timeoutMs} ms`));
      };
      deadline.addEventListener('abort', giveUp, { once: true });
    });
    return Promise.race([settled, late]);
  }
}

function describe(error: unknown): string {
  return redactText(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
}
