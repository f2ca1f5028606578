import { sumOf } from './measured-traffic.ts';
import { TrafficSample } from './traffic-sample.ts';

const slotCount = 60;
const shortestSlotMs = 250;

/** The last so many milliseconds of traffic, forgotten slot by slot; the memory it takes does not depend on the traffic. */
export class SlidingWindow {
  readonly windowMs: number;
  private readonly slotMs: number;
  private readonly slots: TrafficSample[];
  private readonly sum = new TrafficSample();
  private readonly now: () => number;
  private tick: number;

  /** @param now milliseconds of a clock that never goes back. */
  constructor(windowMs: number, now: () => number) {
    this.windowMs = windowMs;
    this.slotMs = Math.max(shortestSlotMs, windowMs / slotCount);
    this.slots = Array.from({ length: Math.ceil(windowMs / this.slotMs) }, () => new TrafficSample());
    this.now = now;
    this.tick = this.currentTick();
  }

  record(failed: boolean, durationMs: number | undefined): void {
    this.slot().record(failed, durationMs);
    this.sum.record(failed, durationMs);
  }

  recordWaiting(durationMs: number): void {
    this.slot().recordWaiting(durationMs);
    this.sum.recordWaiting(durationMs);
  }

  add(sample: TrafficSample): void {
    this.slot().add(sample);
    this.sum.add(sample);
  }

  clear(): void {
    for (const slot of this.slots) slot.clear();
    this.sum.clear();
  }

  get total(): TrafficSample {
    this.forget();
    return this.sum;
  }

  /** The last tenth of the window: a sudden fault is nearly all of it long before it is much of the whole. */
  recent(): TrafficSample {
    this.forget();
    const slots = this.slots.length;
    const recent = Math.ceil(slots / 10);
    return sumOf(
      ...Array.from({ length: recent }, (_, age) => this.slots[(this.tick - age + slots) % slots]).filter(
        (slot) => slot !== undefined,
      ),
    );
  }

  private slot(): TrafficSample {
    this.forget();
    const slot = this.slots[this.tick % this.slots.length];
    if (slot === undefined) throw new RangeError('a window has at least one slot');
    return slot;
  }

  /** Empties the slots that time has passed by since the last look. */
  private forget(): void {
    const tick = this.currentTick();
    const passed = Math.min(tick - this.tick, this.slots.length);
    for (let step = 1; step <= passed; step++) {
      const slot = this.slots[(this.tick + step) % this.slots.length];
      if (slot === undefined || slot.isEmpty) continue;
      this.sum.subtract(slot);
      slot.clear();
    }
    this.tick = tick;
  }

  private currentTick(): number {
    return Math.floor(this.now() / this.slotMs);
  }
}
