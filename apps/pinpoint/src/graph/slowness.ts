import { median, spread } from '../signals/robust.ts';
import type { Edge } from './edge.ts';
import { lastTick, type Span } from '../signals/ring.ts';

/** How often as slow as usual, */
const slowFactor = 4;
/** by how many of the distances that are usual there, */
const spreads = 8;
/** and by how much at least: what customers do not feel hurts nobody. */
const slowByMs = 300;
/** Seconds with calls that it takes to know what is usual, and to know that it is otherwise. */
const usualSeconds = 10;
const slowCalls = 3;

/**
 * The last second of those looked at in which calls took much longer than they usually do, where most of them did. What is
 * usual is learnt from medians, which a strange second or a busy minute does not move.
 */
export function lastSlowTick(edge: Edge, recent: Span, baseline: readonly Span[]): number | undefined {
  if (edge.durations(recent).count < slowCalls) return undefined;
  const now = median(edge.meansMs(recent)) ?? 0;
  if (now < slowByMs) return undefined;
  const before = baseline.flatMap((span) => edge.meansMs(span));
  if (before.length < usualSeconds) return undefined;
  const usual = median(before) ?? 0;
  const slowMs = Math.max(slowFactor * usual, usual + spreads * (spread(before) ?? 0), usual + slowByMs);
  return now > slowMs
    ? lastTick(recent, (tick) => edge.durations({ from: tick, to: tick }).meanMs > slowMs)
    : undefined;
}
