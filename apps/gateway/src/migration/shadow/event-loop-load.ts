import { type EventLoopUtilization, performance } from 'node:perf_hooks';

/** How busy the event loop was since the last look: 0 to 1. Looked at now and then, read on every request. */
export class EventLoopLoad {
  private before: EventLoopUtilization = performance.eventLoopUtilization();
  private utilization = 0;

  get current(): number {
    return this.utilization;
  }

  look(): void {
    const now = performance.eventLoopUtilization();
    this.utilization = performance.eventLoopUtilization(now, this.before).utilization;
    this.before = now;
  }
}
