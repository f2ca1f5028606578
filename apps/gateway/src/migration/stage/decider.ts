import { choose, type CanaryRule, type Choice, sharedSalt } from '../choice/choice.ts';
import { Cohorts } from '../choice/cohort.ts';
import type { CapabilityDeclaration } from '../file/migration-file.schema.ts';
import type { Decision } from '../migration.ts';
import type { Visitor } from '../visitor.ts';
import type { EffectiveState } from './effective-state.ts';

export type Decider = (visitor: Visitor) => Decision;

/** Compiles the state of a capability. The answers are made once and handed out, so that a request allocates nothing. */
export function deciderFor(state: EffectiveState): Decider {
  const { stage } = state.effective;
  const reason = state.rolledBack ? 'rolled_back' : 'stage';
  switch (stage) {
    case 'legacy':
      return always({ side: 'legacy', stage, reason, shadow: false, fallback: false });
    case 'shadow':
      return always({ side: 'legacy', stage, reason, shadow: true, fallback: false });
    case 'canary':
      return canaryDecider(state);
    case 'new':
      return always({ side: 'new', stage, reason, shadow: false, fallback: true });
    case 'retired':
      return always({ side: 'new', stage, reason, shadow: false, fallback: false });
    default:
      return stage satisfies never;
  }
}

export function saltOf({ salt }: CapabilityDeclaration): string {
  return salt ?? sharedSalt;
}

function canaryDecider({ declaration, effective }: EffectiveState): Decider {
  const rule: CanaryRule = {
    salt: saltOf(declaration),
    percent: effective.percent,
    include: new Cohorts(declaration.canary.include),
    exclude: new Cohorts(declaration.canary.exclude),
  };
  const decisions = new Map<Choice, Decision>();
  return (visitor) => {
    const choice = choose(rule, visitor);
    const known = decisions.get(choice);
    if (known !== undefined) return known;
    const decision = decisionFor(choice);
    decisions.set(choice, decision);
    return decision;
  };
}

/** Comparison goes on with those who are still on the old side: it is what the step to `new` is judged by. */
function decisionFor({ side, reason }: Choice): Decision {
  return Object.freeze({
    side,
    reason,
    stage: 'canary',
    shadow: side === 'legacy',
    fallback: side === 'new',
    ...(reason !== 'percent' && { byHand: true }),
  });
}

function always(decision: Decision): Decider {
  const frozen = Object.freeze(decision);
  return () => frozen;
}
