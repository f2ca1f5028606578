import type { PromotionDeclaration } from '../file/migration-file.schema.ts';
import type { GateResult } from './gate.ts';
import type { FactCount, ParitySummary } from '../parity/parity-summary.ts';

/** Whether both sides said the same often enough to put customers on the new one. */
export function judgeParity(rules: PromotionDeclaration, summary: ParitySummary | undefined): GateResult {
  const comparisons = summary?.comparisons ?? 0;
  if (summary === undefined || comparisons < rules.minComparisons) {
    const reason = `too few comparisons: ${comparisons} of ${rules.minComparisons}`;
    return { gate: 'parity', verdict: 'insufficient', reasons: [reason] };
  }
  const compared = sum(summary.facts, 'compared');
  const differing = sum(summary.facts, 'differing');
  const rate = compared === 0 ? 0 : differing / compared;
  if (rate <= rules.maxDifferenceRate) return { gate: 'parity', verdict: 'pass', reasons: [] };

  const worst = summary.facts
    .filter((count) => count.differing > 0)
    .sort((a, b) => b.differing - a.differing)
    .map(({ fact, differing: times, compared: of }) => `${fact} ${times} of ${of}`);
  const reason = `${percent(rate)} of facts differ, ${percent(rules.maxDifferenceRate)} allowed: ${worst.join(', ')}`;
  return { gate: 'parity', verdict: 'fail', reasons: [reason] };
}

function sum(facts: readonly FactCount[], key: 'compared' | 'differing'): number {
  return facts.reduce((total, count) => total + count[key], 0);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
