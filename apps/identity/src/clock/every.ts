import { type Lifecycle, RequestContext } from '@wellspring/platform';

/** Work done again and again until the service stops, each time in a trace of its own; never twice at once. */
export class Every {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    name: string,
    private readonly intervalMs: () => number,
    lifecycle: Lifecycle,
    private readonly work: () => Promise<void>,
  ) {
    lifecycle.onStopWorkers(name, async () => {
      this.stopped = true;
      clearTimeout(this.timer);
      await this.running;
    });
  }

  /** Does the work once, then on schedule. The work deals with its own errors. */
  async start(): Promise<void> {
    this.running = RequestContext.run({}, this.work);
    await this.running;
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.start(), this.intervalMs()).unref();
  }
}
