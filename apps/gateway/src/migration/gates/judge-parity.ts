import type { GateResult, ParitySummary } from '@wellspring/contract-gateway';
import type { PromotionDeclaration } from '../file/migration-file.schema.ts';

/** Whether both sides said the same often enough to put customers on the new one. */
export function judgeParity(rules: PromotionDeclaration, summary: ParitySummary | undefined): GateResult {
  const comparisons = summary?.comparisons ?? 0;
  if (summary === undefined || comparisons < rules.minComparisons) {
    const reason = `too few comparisons: ${comparisons} of ${rules.minComparisons}`;
    return { gate: 'parity', verdict: 'insufficient', reasons: [reason] };
  }
  const rate = summary.differing / comparisons;
  if (rate <= rules.maxDifferenceRate) return { gate: 'parity', verdict: 'pass', reasons: [] };

  const worst = summary.facts
    .filter((count) => count.differing > 0)
    .sort((a, b) => b.differing - a.differing)
    .map(({ fact, differing: times, compared: of }) => `${fact} ${times} of ${of}`);
  const differing = `${percent(rate)} of comparisons differ (${summary.differing} of ${comparisons})`;
  return {
    gate: 'parity',
    verdict: 'fail',
    reasons: [`${differing}, ${percent(rules.maxDifferenceRate)} allowed: ${worst.join(', ')}`],
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
