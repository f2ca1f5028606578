const tickMs = 50;
/** One late tick is a long piece of work or a collection of garbage, and over by the time anybody could be refused. */
const lateTicksInARow = 3;
/** So few requests are not what keeps the process from its work. */
const fewRequests = 20;
const mostPercent = 95;
const morePercentPerTick = 10;
const lessPercentPerTick = 2;

/**
 * Whether the process gets on with what it has taken. While its event loop runs late, tick after tick, every request in it
 * waits, those that come now the longest: a growing share of them is refused at once, so that the others are answered in time
 * instead of all of them too late.
 */
export class Overload {
  private readonly timer: NodeJS.Timeout;
  private lateTicks = 0;
  private percent = 0;
  /** Hundredths of a refusal. */
  private owed = 0;

  /** @param toleratedMs how late the event loop may be */
  constructor(private readonly toleratedMs: number) {
    let lastAt = performance.now();
    this.timer = setInterval(() => {
      const now = performance.now();
      this.tick(now - lastAt - tickMs);
      lastAt = now;
    }, tickMs).unref();
  }

  /** Of the requests that come now, 0 to 1. */
  get refusedShare(): number {
    return this.percent / 100;
  }

  /** @param lateMs of a moment that was to come 20 times a second */
  tick(lateMs: number): void {
    this.lateTicks = lateMs > this.toleratedMs ? this.lateTicks + 1 : 0;
    if (this.lateTicks >= lateTicksInARow) this.percent = Math.min(mostPercent, this.percent + morePercentPerTick);
    else if (this.lateTicks === 0) this.percent = Math.max(0, this.percent - lessPercentPerTick);
  }

  /** Asked once for each request. @param inFlight requests under way, this one included */
  refuses(inFlight: number): boolean {
    if (this.percent === 0 || inFlight <= fewRequests) return false;
    this.owed += this.percent;
    if (this.owed < 100) return false;
    this.owed -= 100;
    return true;
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
