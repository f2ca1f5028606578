import { Injectable } from '@nestjs/common';
import { Lifecycle } from '@wellspring/platform';

/** What the migration does over and over, until the service stops. */
@Injectable()
export class Schedule {
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(lifecycle: Lifecycle) {
    lifecycle.onStopWorkers('migration', () => {
      for (const timer of this.timers) clearInterval(timer);
    });
  }

  every(intervalMs: number, work: () => void): void {
    const timer = setInterval(work, intervalMs);
    timer.unref();
    this.timers.push(timer);
  }
}
