import { median, spread } from '../signals/robust.ts';
import type { Edge } from './edge.ts';
import type { Span } from '../signals/ring.ts';

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
 * Whether calls take much longer than they usually do. What is usual is learnt from medians, which a strange second or a
 * busy minute does not move.
 */
export function isSlow(edge: Edge, recent: Span, baseline: readonly Span[]): boolean {
  if (edge.durations(recent).count < slowCalls) return false;
  const now = median(edge.meansMs(recent)) ?? 0;
  if (now < slowByMs) return false;
  const before = baseline.flatMap((span) => edge.meansMs(span));
  if (before.length < usualSeconds) return false;
  const usual = median(before) ?? 0;
  const usualSpread = spread(before) ?? 0;
  return now > slowFactor * usual && now > usual + spreads * usualSpread && now > usual + slowByMs;
}
