/** Ten minutes at a value a second. */
export const ringLength = 600;

/** First and last tick, both included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What is left of a span without those that are cut out of it, which are in order of time. */
export function without({ from, to }: Span, holes: readonly Span[]): Span[] {
  const left: Span[] = [];
  let next = from;
  for (const hole of holes) {
    if (hole.from > next) left.push({ from: next, to: Math.min(to, hole.from - 1) });
    next = Math.max(next, hole.to + 1);
  }
  return next > to ? left : [...left, { from: next, to }];
}

/** The last tick of a span that something holds of. */
export function lastTickWhere({ from, to }: Span, holds: (tick: number) => boolean): number | undefined {
  for (let tick = to; tick >= from; tick -= 1) if (holds(tick)) return tick;
  return undefined;
}

/** The last ten minutes of one number, by tick; what was never put is not there. */
export class Ring {
  private readonly values = new Float64Array(ringLength);
  private readonly ticks = new Int32Array(ringLength).fill(-1);

  put(tick: number, value: number): void {
    const slot = tick % ringLength;
    this.values[slot] = value;
    this.ticks[slot] = tick;
  }

  at(tick: number): number | undefined {
    if (tick < 0) return undefined;
    const slot = tick % ringLength;
    return this.ticks[slot] === tick ? this.values[slot] : undefined;
  }

  sum({ from, to }: Span): number {
    let sum = 0;
    for (let tick = Math.max(from, to - ringLength + 1); tick <= to; tick += 1) sum += this.at(tick) ?? 0;
    return sum;
  }

  /** Those that are there, oldest first. */
  within({ from, to }: Span): number[] {
    const values: number[] = [];
    for (let tick = Math.max(from, to - ringLength + 1, 0); tick <= to; tick += 1) {
      const value = this.at(tick);
      if (value !== undefined) values.push(value);
    }
    return values;
  }
}
