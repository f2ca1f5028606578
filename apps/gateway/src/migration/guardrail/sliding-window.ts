import { TrafficSample } from './traffic-sample.ts';

const SLOTS = 60;
const SHORTEST_SLOT_MS = 250;

/** What went on within the window. */
export interface TrafficStats {
  requests: number;
  errors: number;
  /** 0 when there was no request. */
  errorRate: number;
  p95Ms?: number;
  /** Requests ended, or waiting for so long that they count as slow. */
  observations: number;
}

/** The last so many milliseconds of traffic, forgotten slot by slot; the memory it takes does not depend on the traffic. */
export class SlidingWindow {
  readonly windowMs: number;
  readonly #slotMs: number;
  readonly #slots: TrafficSample[];
  readonly #total = new TrafficSample();
  readonly #now: () => number;
  #tick: number;

  /** @param now milliseconds of a clock that never goes back. */
  constructor(windowMs: number, now: () => number) {
    this.windowMs = windowMs;
    this.#slotMs = Math.max(SHORTEST_SLOT_MS, windowMs / SLOTS);
    this.#slots = Array.from({ length: Math.ceil(windowMs / this.#slotMs) }, () => new TrafficSample());
    this.#now = now;
    this.#tick = this.#currentTick();
  }

  record(failed: boolean, durationMs: number | undefined): void {
    this.#slot().record(failed, durationMs);
    this.#total.record(failed, durationMs);
  }

  recordWaiting(durationMs: number): void {
    this.#slot().recordWaiting(durationMs);
    this.#total.recordWaiting(durationMs);
  }

  add(sample: TrafficSample): void {
    this.#slot().add(sample);
    this.#total.add(sample);
  }

  clear(): void {
    for (const slot of this.#slots) slot.clear();
    this.#total.clear();
  }

  stats(): TrafficStats {
    this.#forget();
    const { requests, errors, latency } = this.#total;
    const p95Ms = latency.quantile(0.95);
    return {
      requests,
      errors,
      errorRate: requests === 0 ? 0 : errors / requests,
      ...(p95Ms !== undefined && { p95Ms }),
      observations: Math.max(requests, latency.total),
    };
  }

  #slot(): TrafficSample {
    this.#forget();
    const slot = this.#slots[this.#tick % this.#slots.length];
    if (slot === undefined) throw new RangeError('a window has at least one slot');
    return slot;
  }

  /** Empties the slots that time has passed by since the last look. */
  #forget(): void {
    const tick = this.#currentTick();
    const passed = Math.min(tick - this.#tick, this.#slots.length);
    for (let step = 1; step <= passed; step++) {
      const slot = this.#slots[(this.#tick + step) % this.#slots.length];
      if (slot === undefined || slot.isEmpty) continue;
      this.#total.subtract(slot);
      slot.clear();
    }
    this.#tick = tick;
  }

  #currentTick(): number {
    return Math.floor(this.#now() / this.#slotMs);
  }
}
