import type { Side } from '@wellspring/contract-gateway';
import type { Visitor } from '../visitor.ts';
import type { Cohorts } from './cohort.ts';
import { murmur3 } from './murmur3.ts';

const { round } = Math;

/** Percent are given to two decimals, so ten thousand buckets are exact. */
const bucketCount = 10_000;

/**
 * Unless the file gives a capability a salt of its own, all share this one: capabilities then move together, and a
 * customer does not jump between two looks within one visit.
 */
export const sharedSalt = 'wellspring';

export interface CanaryRule {
  /** Capabilities of one salt choose the same customers first; those of different ones choose independently. */
  salt: string;
  /** 0 to 100, at most two decimals. */
  percent: number;
  include: Cohorts;
  exclude: Cohorts;
}

export interface Choice {
  side: Side;
  reason: 'excluded' | 'cohort' | 'percent' | 'unidentified';
}

const excluded: Choice = { side: 'legacy', reason: 'excluded' };
const byCohort: Choice = { side: 'new', reason: 'cohort' };
const chosen: Choice = { side: 'new', reason: 'percent' };
const notChosen: Choice = { side: 'legacy', reason: 'percent' };
const unidentified: Choice = { side: 'legacy', reason: 'unidentified' };

/**
 * Who is on the new side of a canary. Depends on nothing but its arguments, so every replica answers alike without a
 * cookie; a bucket once below the percentage stays below when it is raised, so nobody is moved back by raising it.
 */
export function choose(rule: CanaryRule, visitor: Visitor): Choice {
  if (rule.exclude.has(visitor)) return excluded;
  if (rule.include.has(visitor)) return byCohort;
  const id = visitor.customerId ?? visitor.anonymousId;
  if (id === undefined) return unidentified;
  return bucketOf(rule.salt, id) < round(rule.percent * 100) ? chosen : notChosen;
}

/** 0 to 9,999. The separator keeps (`a`, `bc`) and (`ab`, `c`) apart. */
export function bucketOf(salt: string, id: string): number {
  return murmur3(`${salt}\n${id}`) % bucketCount;
}
