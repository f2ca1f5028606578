import type { Explanation } from '@wellspring/contract-gateway';
import { bucketOf } from '../choice/choice.ts';
import type { Decision } from '../migration.ts';
import type { Visitor } from '../visitor.ts';
import { saltOf } from './decider.ts';
import type { EffectiveState } from './effective-state.ts';

/** @param visitor with a customer id; what it says of the segment counts only when it says any */
export function explain(state: EffectiveState, decision: Decision, visitor: Visitor): Explanation {
  const bucket = bucketOf(saltOf(state.declaration), visitor.customerId ?? '');
  const { side, stage, reason } = decision;
  return { side, stage, reason, because: because(state, decision, bucket) + caveat(state, decision, visitor), bucket };
}

function because({ effective, override }: EffectiveState, { side, reason, stage }: Decision, bucket: number): string {
  switch (reason) {
    case 'excluded':
      return 'excluded by name or segment in the file';
    case 'cohort':
      return 'included by name or segment in the file';
    case 'percent': {
      const place = side === 'new' ? 'below' : 'not below';
      return `bucket ${bucket} is ${place} ${Math.round(effective.percent * 100)} (${effective.percent} % of customers)`;
    }
    case 'rolled_back':
      return `taken back by ${override?.actor ?? 'somebody'}: ${override?.reason ?? ''}`;
    default:
      return `everybody is on the ${side === 'new' ? 'new' : 'old'} side in stage ${stage}`;
  }
}

/** Segments come from the CRM with a session; asked about somebody who is not signed in, nobody here knows them. */
function caveat(
  { declaration: { canary } }: EffectiveState,
  { stage, reason }: Decision,
  { segment }: Visitor,
): string {
  if (stage !== 'canary' || reason === 'excluded' || segment !== undefined) return '';
  const named = [...canary.include, ...canary.exclude].filter((cohort) => cohort.startsWith('segment:'));
  return named.length === 0 ? '' : `; another answer is possible for ${named.join(', ')}`;
}
