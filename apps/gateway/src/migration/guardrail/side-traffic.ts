import { InFlight, type Trackable } from '@wellspring/platform';
import type { Outcome } from '../migration.ts';
import { SlidingWindow } from './sliding-window.ts';
import { type TrafficMessage, TrafficSample } from './traffic-sample.ts';

interface Waiting extends Trackable {
  since: number;
  counted: boolean;
}

/** Some customers on one side of one capability: what this replica and the others see of it, and what the others have not been told yet. */
export class SideTraffic {
  private readonly window: SlidingWindow;
  private readonly unsent = new TrafficSample();
  private readonly waiting = new InFlight<Waiting>();
  private readonly now: () => number;

  constructor(windowMs: number, now: () => number) {
    this.window = new SlidingWindow(windowMs, now);
    this.now = now;
  }

  get windowMs(): number {
    return this.window.windowMs;
  }

  record({ failed, status, durationMs, waitCounted }: Outcome): void {
    const latency = status === 0 || waitCounted ? undefined : durationMs;
    this.window.record(failed, latency);
    this.unsent.record(failed, latency);
  }

  /** @returns ends it, and says whether its waiting was counted. */
  began(): () => boolean {
    const waiting: Waiting = { slot: -1, since: this.now(), counted: false };
    this.waiting.add(waiting);
    return () => {
      this.waiting.delete(waiting);
      return waiting.counted;
    };
  }

  /** Counts requests that have waited longer than this as slow, each once: a side that hangs ends none of them. */
  countWaiting(longerThanMs: number): void {
    const now = this.now();
    for (const waiting of this.waiting) {
      const waited = now - waiting.since;
      if (waited <= longerThanMs || waiting.counted) continue;
      waiting.counted = true;
      this.window.recordWaiting(waited);
      this.unsent.recordWaiting(waited);
    }
  }

  get total(): TrafficSample {
    return this.window.total;
  }

  recent(): TrafficSample {
    return this.window.recent();
  }

  /** Begins anew: what was before a change of stage must not be held against what comes after it. */
  clear(): void {
    this.window.clear();
    this.unsent.clear();
    for (const waiting of this.waiting) waiting.counted = true;
  }

  /** What happened here since the last call, for the other replicas. */
  takeUnsent(): TrafficMessage | undefined {
    if (this.unsent.isEmpty) return undefined;
    const message = this.unsent.toMessage();
    this.unsent.clear();
    return message;
  }

  /** What happened on another replica just now. */
  receive(message: TrafficMessage): void {
    this.window.add(TrafficSample.fromMessage(message));
  }
}
