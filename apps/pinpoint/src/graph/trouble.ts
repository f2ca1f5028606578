import { chanceOf } from './chance.ts';
import { type Calls, type Edge, harmless, type Outcome } from './edge.ts';
import { lastTickWhere, ringLength, type Span, without } from '../signals/ring.ts';
import { firstSlowTick, lastSlowTick } from './slowness.ts';

/** What can be wrong with calls. `hanging`: they go out and nothing comes back, not even a failure yet. */
export type TroubleKind = 'failing' | 'slow' | 'hanging';

export interface Trouble {
  readonly kind: TroubleKind;
  /** The outcome of most failures; `timeout` where they hang. */
  readonly outcome: Outcome;
  readonly sinceTick: number;
  /** The last second that speaks for it. */
  readonly lastTick: number;
  readonly recent: Calls;
  readonly before: Calls;
  readonly meanMs: number;
  readonly meanBeforeMs: number;
  /** Too few calls to be sure of by themselves: found because it explains somebody else's trouble. */
  readonly isSuspected?: true;
}

/** A share of failures that is nobody's business, however well it went before. */
const usualShare = 0.005;
/** So rare by chance that among all edges of a week there is none. */
const byChance = 1e-4;
/** The same of an edge that is one of the few which explain a trouble that is there. */
const byChanceBeside = 1e-2;
const fewestCalls = 5;
/** Seconds that are looked at together, where there are calls enough in them. */
export const shortestWindow = 5;
const longestWindow = 30;
/** What happened in the seconds before a trouble was seen belongs to it. */
export const onsetTicks = 5;
const hangTicks = 3;
/** Longest that calls of a background system may take in good times for a silence of seconds to mean anything. */
const quickMs = 400;
/** A trouble is over when calls went well since, more than would by luck while it lasts: so many, */
const manyWellCalls = 10;
/** or so many, and it is this long ago, */
const wellCalls = 3;
const restTicks = 4;
/** or one, and it is this long ago; */
const restSeldomTicks = 20;
/** or when it is this long ago, whatever the calls say. */
const restLongestTicks = 45;
const byLuck = 0.01;
/** What follows from a trouble is seen for so long after it. */
const lingersTicks = 15;
/** What began while it was there is of it for so long. */
const outlastsTicks = 45;

/** Looks at one edge each second, and remembers since when something is wrong with it. */
export class EdgeWatch {
  trouble: Trouble | undefined;
  /** The trouble of now, or the one that was over a moment ago: what it brought to others may be seen still. */
  lately: Trouble | undefined;
  /** When it was in trouble before: that says neither what is usual nor how it is now. */
  private past: Span[] = [];
  /** When its caller could not be believed: neither does that. */
  private doubts: Span[] = [];
  /** How many of the calls of a trouble fail, 0 to 1; all that are slow or hang. */
  private failedShare = 1;

  constructor(readonly edge: Edge) {}

  /** Goes on for a watch of the same edge. */
  continue({ trouble, lately, past, doubts, failedShare }: EdgeWatch): void {
    this.trouble = trouble;
    this.lately = lately;
    this.past = past;
    this.doubts = doubts;
    this.failedShare = failedShare;
  }

  /** Whether somebody else's trouble that began then, and is there still, may have come of this. */
  explains(sinceTick: number, tick: number): boolean {
    const wasThere = ({ from, to }: Span): boolean =>
      from <= sinceTick && sinceTick <= to && tick - to <= outlastsTicks;
    return this.lately !== undefined || this.past.some(wasThere);
  }

  /** What the caller found in this time it found because of itself; what it knew before that stays known. */
  doubt(span: Span): void {
    const last = this.doubts.at(-1);
    this.doubts =
      last !== undefined && last.to >= span.from - 1
        ? [...this.doubts.slice(0, -1), { from: Math.min(last.from, span.from), to: span.to }]
        : [...this.doubts.filter(({ to }) => to > span.to - ringLength), span];
    if (this.trouble !== undefined && this.trouble.sinceTick >= span.from) this.trouble = undefined;
    if (this.lately !== undefined && this.lately.sinceTick >= span.from) this.lately = undefined;
  }

  look(tick: number): void {
    this.judge(tick);
    if (this.trouble !== undefined) this.lately = this.trouble;
    else if (this.lately !== undefined && tick - this.lately.lastTick > lingersTicks) this.lately = undefined;
  }

  /**
   * Looks once more, where somebody else is in trouble who would be because of this: calls that are too few to be a trouble
   * of their own say enough then, when none of them went well, or they took much longer than usual. What is found so is
   * remembered like any trouble.
   * @param sinceTick when that trouble began
   */
  lookBeside(sinceTick: number, tick: number): Trouble | undefined {
    const span = startingAtFirstFailure(this.edge, { from: Math.max(0, sinceTick - onsetTicks), to: tick });
    const baseline = without({ from: tick - ringLength + 1, to: span.from - 1 }, this.holes);
    const recent = this.edge.calls(span);
    const before = this.edge.calls(...baseline);
    const facts = {
      isSuspected: true,
      lastTick: tick,
      recent,
      before,
      meanMs: this.edge.durations(span).meanMs,
      meanBeforeMs: this.edge.durations(...baseline).meanMs,
    } as const;
    const isAllOfThem = recent.failed > 0 && recent.failed === recent.total;
    if (isAllOfThem && chanceOf(recent.failed, recent.total, shareOf(before)) < byChanceBeside) {
      this.lately = { kind: 'failing', outcome: mainOutcome(recent), sinceTick: span.from, ...facts };
    } else if (recent.total === 0 && this.isStuck(tick)) {
      this.lately = { kind: 'hanging', outcome: 'timeout', sinceTick: tick - hangTicks, ...facts };
    } else {
      const slowTick = recent.failed > 0 ? undefined : firstSlowTick(this.edge, span, baseline);
      if (slowTick === undefined) return undefined;
      this.lately = { kind: 'slow', outcome: 'slow', sinceTick: slowTick, ...facts };
    }
    return this.lately;
  }

  private judge(tick: number): void {
    const found = this.find(tick);
    if (found !== undefined) {
      // Good calls after the last sign of it do not make it any milder.
      if (found.lastTick > (this.trouble?.lastTick ?? -1)) this.failedShare = failedShareOf(found);
      // A hang that begins to time out is the same trouble, better known; so is what comes back at once.
      const known = this.trouble ?? this.lately;
      const { sinceTick, before } = known ?? found;
      this.trouble = { ...found, outcome: outcomeOf(found, known), sinceTick, before };
    }
    const known = this.trouble;
    if (known === undefined) return;
    const since = this.edge.calls({ from: known.lastTick + 1, to: tick });
    // One failure more is too few to find a trouble and enough to go on with one.
    if (since.failed > 0 && since.failed === since.total) this.trouble = { ...known, lastTick: tick };
    else if (isOver(this.failedShare, tick - known.lastTick, since)) {
      this.trouble = undefined;
      const { sinceTick: from, lastTick: to } = known;
      this.past = [...this.past.filter((span) => span.to > tick - ringLength), { from, to }];
    }
  }

  private find(tick: number): Trouble | undefined {
    const recentSpan = this.recentSpan(tick);
    const baseline = this.baseline(tick);
    const recent = this.edge.calls(recentSpan);
    const before = this.edge.calls(...baseline);
    const { meanMs } = this.edge.durations(recentSpan);
    const usual = this.edge.durations(...baseline);
    const facts = { recent, before, meanMs, meanBeforeMs: usual.meanMs };
    if (isFailing(recent, before)) {
      const last = lastTickWhere(recentSpan, (at) => this.edge.calls({ from: at, to: at }).failed > 0) ?? tick;
      return { kind: 'failing', outcome: mainOutcome(recent), sinceTick: recentSpan.from, lastTick: last, ...facts };
    }
    if (this.isHanging(tick, usual.count, usual.meanMs)) {
      return { kind: 'hanging', outcome: 'timeout', sinceTick: tick - hangTicks, lastTick: tick, ...facts };
    }
    const lastSlow = lastSlowTick(this.edge, recentSpan, baseline);
    if (lastSlow === undefined) return undefined;
    return { kind: 'slow', outcome: 'slow', sinceTick: recentSpan.from, lastTick: lastSlow, ...facts };
  }

  /** The last five seconds, or as far back as there are calls enough to tell. */
  private recentSpan(tick: number): Span {
    const earliest = Math.max(tick - longestWindow, ...this.holes.map(({ to }) => to)) + 1;
    for (let from = tick - shortestWindow + 1; from > earliest; from -= 1) {
      const span = { from, to: tick };
      if (this.edge.calls(span).total >= fewestCalls) return startingAtFirstFailure(this.edge, span);
    }
    return startingAtFirstFailure(this.edge, { from: Math.min(earliest, tick), to: tick });
  }

  /** How it usually is: never what belongs to a trouble, neither one that is still there nor one that was. */
  private baseline(tick: number): Span[] {
    const onset = this.trouble?.sinceTick ?? tick - onsetTicks;
    return without({ from: tick - ringLength + 1, to: onset - 1 }, this.holes);
  }

  private get holes(): Span[] {
    if (this.doubts.length === 0) return this.past;
    return [...this.past, ...this.doubts].toSorted((a, b) => a.from - b.from);
  }

  private isHanging(tick: number, callsBefore: number, meanBeforeMs: number): boolean {
    return callsBefore >= fewestCalls && meanBeforeMs <= quickMs && this.isStuck(tick);
  }

  /** Calls are under way, more than usual, and none has ended for seconds. */
  private isStuck(tick: number): boolean {
    const span = { from: tick - hangTicks + 1, to: tick };
    if (this.edge.calls(span).total > 0) return false;
    const least = leastUnderWay(this.edge, span);
    // What is under way all the time is meant to be: streams, tunnels, a look that waits for news.
    return least > usuallyUnderWay(this.edge, tick);
  }
}

/** An open breaker repeats what others found. Calls that hung and end after all have taken longer than any that is only slow. */
function outcomeOf({ kind, outcome, meanMs }: Trouble, known: Trouble | undefined): Outcome {
  const hasHung = kind === 'slow' && known?.outcome === 'timeout' && meanMs >= 1_000 * hangTicks;
  return known !== undefined && (hasHung || outcome === 'breaker_open') ? known.outcome : outcome;
}

function failedShareOf({ kind, recent }: Trouble): number {
  return kind === 'failing' ? recent.failed / recent.total : 1;
}

function isOver(failedShare: number, ticks: number, { total, failed }: Calls): boolean {
  if (ticks > restLongestTicks) return true;
  const well = total - failed;
  if (well === 0 || (1 - failedShare) ** well > byLuck) return false;
  if (failed === 0 && well >= manyWellCalls) return true;
  return ticks > (well >= wellCalls ? restTicks : restSeldomTicks);
}

export function isFailing(recent: Calls, before: Calls): boolean {
  if (recent.failed < 2) return false;
  return chanceOf(recent.failed, recent.total, shareOf(before)) < byChance;
}

/** The share of failures to be expected; of few calls little is known, and they may just have been lucky. */
function shareOf({ failed, total }: Calls): number {
  return Math.max(usualShare, (failed + 1) / (total + 200));
}

/** Good calls from before the first failure say nothing of how it is now. */
function startingAtFirstFailure(edge: Edge, span: Span): Span {
  for (let { from } = span; from <= span.to; from += 1) {
    if (edge.calls({ from, to: from }).failed > 0) return { from, to: span.to };
  }
  return span;
}

function mainOutcome({ byOutcome }: Calls): Outcome {
  const failures = [...byOutcome].filter(([outcome]) => !harmless.has(outcome));
  const [first] = failures.toSorted(([a, x], [b, y]) => rank(a) - rank(b) || y - x);
  return first?.[0] ?? 'failed';
}

/** An open breaker repeats what others found. */
function rank(outcome: Outcome): number {
  return outcome === 'breaker_open' ? 1 : 0;
}

function leastUnderWay(edge: Edge, { from, to }: Span): number {
  let least = Infinity;
  for (let tick = from; tick <= to; tick += 1) least = Math.min(least, edge.underWay(tick) ?? 0);
  return least;
}

/** The middle of the last minute before the silence. */
function usuallyUnderWay(edge: Edge, tick: number): number {
  const counts: number[] = [];
  for (let at = tick - 60; at < tick - hangTicks; at += 1) {
    const count = edge.underWay(at);
    if (count !== undefined) counts.push(count);
  }
  return counts.toSorted((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0;
}
