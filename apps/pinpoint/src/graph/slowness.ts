import { median, spread } from '../signals/robust.ts';
import type { Edge } from './edge.ts';
import { lastTickWhere, type Span } from '../signals/ring.ts';

/** How often as slow as usual, */
const slowFactor = 4;
/** by how many of the distances that are usual there, */
const spreads = 8;
/** and by how much at least: what customers do not feel hurts nobody. */
const slowByMs = 300;
/** Calls that it takes to know that it is otherwise, and seconds with calls to know what is usual; */
const slowCalls = 3;
const usualSeconds = 10;
/** so many of those seconds where it explains a trouble that is there. */
const usualSecondsBeside = 5;

/** The last second of those looked at in which calls took much longer than they usually do, where most of them did. */
export function lastSlowTick(edge: Edge, recent: Span, baseline: readonly Span[]): number | undefined {
  if (edge.durations(recent).count < slowCalls) return undefined;
  const now = median(edge.meansMs(recent)) ?? 0;
  if (now < slowByMs) return undefined;
  const ms = slowMs(edge, baseline, usualSeconds);
  return now > ms ? lastTickWhere(recent, (tick) => isSlowAt(edge, tick, ms)) : undefined;
}

/** The second since which every call took much longer than usual, however few there were. */
export function firstSlowTick(edge: Edge, { from, to }: Span, baseline: readonly Span[]): number | undefined {
  const ms = slowMs(edge, baseline, usualSecondsBeside);
  let first: number | undefined;
  for (let tick = from; tick <= to; tick += 1) {
    if (isSlowAt(edge, tick, ms)) first ??= tick;
    else if (edge.durations({ from: tick, to: tick }).count > 0) first = undefined;
  }
  return first;
}

/**
 * From how long on a call is slow. What is usual is learnt from medians, which a strange second or a busy minute does not
 * move; where it is not known nothing is slow.
 */
function slowMs(edge: Edge, baseline: readonly Span[], seconds: number): number {
  const before = baseline.flatMap((span) => edge.meansMs(span));
  if (before.length < seconds) return Infinity;
  const usual = median(before) ?? 0;
  return Math.max(slowFactor * usual, usual + spreads * (spread(before) ?? 0), usual + slowByMs);
}

function isSlowAt(edge: Edge, tick: number, ms: number): boolean {
  return edge.durations({ from: tick, to: tick }).meanMs > ms;
}
