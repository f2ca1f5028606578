import type { Ring, Span } from '../signals/ring.ts';

/** How a call ended, as its caller counted it. */
export type Outcome = string;

/** Outcomes that say nothing against whoever was called. */
export const harmless: ReadonlySet<Outcome> = new Set(['ok', '4xx', 'aborted']);
/**
 * Outcomes of calls that were never made and tell nothing of whoever was to be called, neither good nor bad; an open breaker
 * does: it opened because of them.
 */
const notMade: ReadonlySet<Outcome> = new Set(['bulkhead_full', 'no_time_left']);

/** Calls of one operation from one process to one other system, second by second. */
export interface EdgeRings {
  readonly outcomes: ReadonlyMap<Outcome, Ring>;
  /** Sum of the durations and how many they are of. */
  readonly seconds: readonly Ring[];
  readonly counts: readonly Ring[];
  /** Calls under way are the sum of the first less that of the second. */
  readonly underWay: readonly Ring[];
  readonly idle: readonly Ring[];
}

export interface EdgeId {
  readonly caller: string;
  readonly instance: string;
  readonly callee: string;
  /** Empty where the caller does not tell them apart. */
  readonly operation: string;
}

export interface Calls {
  readonly total: number;
  readonly failed: number;
  readonly byOutcome: ReadonlyMap<Outcome, number>;
}

export interface Durations {
  readonly count: number;
  readonly meanMs: number;
}

export class Edge {
  constructor(
    readonly id: EdgeId,
    private readonly rings: EdgeRings,
  ) {}

  get key(): string {
    const { caller, instance, callee, operation } = this.id;
    return [caller, instance, callee, operation].join('|');
  }

  calls(...spans: readonly Span[]): Calls {
    const byOutcome = new Map<Outcome, number>();
    let total = 0;
    let failed = 0;
    for (const [outcome, ring] of this.rings.outcomes) {
      const count = notMade.has(outcome) ? 0 : sum([ring], spans);
      if (count === 0) continue;
      byOutcome.set(outcome, count);
      total += count;
      if (!harmless.has(outcome)) failed += count;
    }
    return { total, failed, byOutcome };
  }

  durations(...spans: readonly Span[]): Durations {
    const count = sum(this.rings.counts, spans);
    return { count, meanMs: count === 0 ? 0 : (1_000 * sum(this.rings.seconds, spans)) / count };
  }

  /** Of each second in which calls ended: how long they took on average. */
  meansMs({ from, to }: Span): number[] {
    const means: number[] = [];
    for (let tick = from; tick <= to; tick += 1) {
      const { count, meanMs } = this.durations({ from: tick, to: tick });
      if (count > 0) means.push(meanMs);
    }
    return means;
  }

  /** Calls under way at the end of a second; `undefined` where nobody looked. */
  underWay(tick: number): number | undefined {
    const open = this.rings.underWay.map((ring) => ring.at(tick));
    if (open.every((count) => count === undefined)) return undefined;
    return add(open) - add(this.rings.idle.map((ring) => ring.at(tick)));
  }
}

function sum(rings: readonly Ring[], spans: readonly Span[]): number {
  return add(rings.flatMap((ring) => spans.map((span) => ring.sum(span))));
}

function add(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}
