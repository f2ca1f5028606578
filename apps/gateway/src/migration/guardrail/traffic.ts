import type { Outcome, Outcomes, Side } from '../migration.ts';
import type { MigrationState } from '../stage/migration-state.ts';
import type { TrafficStats } from './sliding-window.ts';
import { SideTraffic } from './side-traffic.ts';
import type { TrafficMessage } from './traffic-sample.ts';

/** One capability's part of what a replica tells the others. The stage keeps late news of the stage before apart. */
export type CapabilityNews = readonly [capability: string, stage: string, side: Side, traffic: TrafficMessage];

interface Sides {
  stage: string;
  legacy: SideTraffic;
  new: SideTraffic;
}

const NEVER_COUNTED = (): boolean => false;

/** Traffic of every capability by side, over the window of its guardrails. */
export class Traffic implements Outcomes {
  readonly #byCapability = new Map<string, Sides>();
  readonly #state: MigrationState;
  readonly #now: () => number;

  /** @param now milliseconds of a clock that never goes back. */
  constructor(state: MigrationState, now: () => number = () => performance.now()) {
    this.#state = state;
    this.#now = now;
    this.#follow();
    state.onChange(() => {
      this.#follow();
    });
  }

  record(outcome: Outcome): void {
    this.#byCapability.get(outcome.capability)?.[outcome.side].record(outcome);
  }

  began(capability: string, side: Side): () => boolean {
    return this.#byCapability.get(capability)?.[side].began() ?? NEVER_COUNTED;
  }

  countWaiting(capability: string, side: Side, longerThanMs: number): void {
    this.#byCapability.get(capability)?.[side].countWaiting(longerThanMs);
  }

  stats(capability: string): { legacy: TrafficStats; new: TrafficStats } | undefined {
    const sides = this.#byCapability.get(capability);
    return sides && { legacy: sides.legacy.stats(), new: sides.new.stats() };
  }

  takeNews(): CapabilityNews[] {
    const news: CapabilityNews[] = [];
    for (const [capability, sides] of this.#byCapability) {
      for (const side of ['legacy', 'new'] as const) {
        const traffic = sides[side].takeUntold();
        if (traffic !== undefined) news.push([capability, sides.stage, side, traffic]);
      }
    }
    return news;
  }

  hear(news: readonly CapabilityNews[]): void {
    for (const [capability, stage, side, traffic] of news) {
      const sides = this.#byCapability.get(capability);
      if (sides?.stage === stage) sides[side].hear(traffic);
    }
  }

  /** Makes room for new capabilities, and lets the new side begin anew when the stage changed. */
  #follow(): void {
    const { states } = this.#state.table;
    for (const name of this.#byCapability.keys()) if (!states.has(name)) this.#byCapability.delete(name);
    for (const { name, effective, declaration } of states.values()) {
      const known = this.#byCapability.get(name);
      const windowMs = declaration.guardrails.window;
      if (known?.new.windowMs !== windowMs) {
        const side = (): SideTraffic => new SideTraffic(windowMs, this.#now);
        this.#byCapability.set(name, { stage: effective.stage, legacy: side(), new: side() });
      } else if (known.stage !== effective.stage) {
        known.stage = effective.stage;
        known.new.clear();
      }
    }
  }
}
