import type { Side } from '@wellspring/contract-gateway';
import type { AskedSide, Outcome, Outcomes } from '../migration.ts';
import type { MigrationState } from '../stage/migration-state.ts';
import type { JudgedCustomers, JudgedTraffic } from './judge.ts';
import { measure, sumOf } from './measured-traffic.ts';
import { SideTraffic } from './side-traffic.ts';
import type { TrafficMessage } from './traffic-sample.ts';

/** Customers a side is seen by: those who are there by chance or stage, and those whom the file names. */
const selections = ['chance', 'hand'] as const;

type Selection = (typeof selections)[number];

/** One capability's part of what a replica tells the others. The stage keeps late news of the stage before apart. */
export type CapabilityNews = readonly [
  capability: string,
  stage: string,
  side: Side,
  customers: Selection,
  traffic: TrafficMessage,
];

type BySelection = Readonly<Record<Selection, SideTraffic>>;

interface Sides {
  stage: string;
  legacy: BySelection;
  new: BySelection;
}

const neverCounted = (): boolean => false;

/** Traffic of every capability by side, over the window of its guardrails. */
export class Traffic implements Outcomes {
  private readonly byCapability = new Map<string, Sides>();
  private readonly state: MigrationState;
  private readonly now: () => number;

  /** @param now milliseconds of a clock that never goes back. */
  constructor(state: MigrationState, now: () => number = () => performance.now()) {
    this.state = state;
    this.now = now;
    this.follow();
    state.onChange(() => {
      this.follow();
    });
  }

  record(outcome: Outcome): void {
    const { capability, side, byHand } = outcome;
    this.byCapability.get(capability)?.[side][selectionOf(byHand)].record(outcome);
  }

  began({ capability, side, byHand }: AskedSide): () => boolean {
    return this.byCapability.get(capability)?.[side][selectionOf(byHand)].began() ?? neverCounted;
  }

  countWaiting(capability: string, side: Side, longerThanMs: number): void {
    const sides = this.byCapability.get(capability);
    if (sides === undefined) return;
    for (const customers of selections) sides[side][customers].countWaiting(longerThanMs);
  }

  judged(capability: string): JudgedTraffic | undefined {
    const sides = this.byCapability.get(capability);
    if (sides === undefined) return undefined;
    const { legacy, new: fresh } = sides;
    return {
      new: { chance: judgedOf(fresh.chance), hand: judgedOf(fresh.hand), all: judgedOf(fresh.chance, fresh.hand) },
      legacy: {
        chance: measure(legacy.chance.total),
        all: measure(sumOf(legacy.chance.total, legacy.hand.total)),
      },
    };
  }

  takeNews(): CapabilityNews[] {
    const news: CapabilityNews[] = [];
    for (const [capability, sides] of this.byCapability) {
      for (const side of ['legacy', 'new'] as const) {
        for (const customers of selections) {
          const traffic = sides[side][customers].takeUnsent();
          if (traffic !== undefined) news.push([capability, sides.stage, side, customers, traffic]);
        }
      }
    }
    return news;
  }

  receive(news: readonly CapabilityNews[]): void {
    for (const [capability, stage, side, customers, traffic] of news) {
      const sides = this.byCapability.get(capability);
      if (sides?.stage === stage) sides[side][customers].receive(traffic);
    }
  }

  /** Makes room for new capabilities, and lets the new side begin anew when the stage changed. */
  private follow(): void {
    const { states } = this.state.table;
    for (const name of this.byCapability.keys()) if (!states.has(name)) this.byCapability.delete(name);
    for (const { name, effective, declaration } of states.values()) {
      const known = this.byCapability.get(name);
      const windowMs = declaration.guardrails.window;
      if (known?.new.chance.windowMs !== windowMs) {
        const traffic = (): SideTraffic => new SideTraffic(windowMs, this.now);
        const side = (): BySelection => ({ chance: traffic(), hand: traffic() });
        this.byCapability.set(name, { stage: effective.stage, legacy: side(), new: side() });
      } else if (known.stage !== effective.stage) {
        known.stage = effective.stage;
        for (const customers of selections) known.new[customers].clear();
      }
    }
  }
}

function selectionOf(byHand = false): Selection {
  return byHand ? 'hand' : 'chance';
}

function judgedOf(...traffic: readonly SideTraffic[]): JudgedCustomers {
  return {
    window: measure(sumOf(...traffic.map(({ total }) => total))),
    recent: measure(sumOf(...traffic.map((each) => each.recent()))),
  };
}
