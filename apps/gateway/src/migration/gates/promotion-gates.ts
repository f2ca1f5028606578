import type { Evidence, GateResult, GuardrailReport, Position } from '@wellspring/contract-gateway';
import { judgeParity } from './judge-parity.ts';
import type { EffectiveState } from '../stage/effective-state.ts';

/**
 * What stands against a promotion to `to`: nothing when the list is empty. What is judged depends on whom it moves:
 * nobody on the way to the shadow; customers to a new side that was only compared so far on the way to the canary; then
 * everybody, by what the canary showed.
 */
export function objections(state: EffectiveState, to: Position, evidence: Evidence): GateResult[] {
  const gates = gatesFor(state, to).map((gate) => evaluate(gate, state, evidence));
  return gates.filter(({ verdict }) => verdict === 'fail' || (verdict === 'insufficient' && !isRaise(state, to)));
}

/** Every gate as it stands now, for operators to see before they ask. */
export function allGates(state: EffectiveState, evidence: Evidence): GateResult[] {
  const gates = new Set([...gatesFor(state, { stage: 'new', percent: 100 })]);
  return [...gates].map((gate) => evaluate(gate, state, evidence));
}

function gatesFor({ declaration, effective }: EffectiveState, to: Position): GateResult['gate'][] {
  const parity: GateResult['gate'][] = declaration.parity.length > 0 ? ['parity'] : [];
  switch (to.stage) {
    case 'legacy':
    case 'shadow':
      return [];
    case 'canary':
      return effective.stage === 'canary' ? [...parity, 'guardrails'] : parity;
    case 'new':
      return [...parity, 'guardrails'];
    case 'retired':
      // Nobody is on the old side any more whose requests could be compared.
      return ['guardrails'];
    default:
      return to.stage satisfies never;
  }
}

/** A higher percentage is how traffic becomes enough to judge by, so a lack of it does not stand against it. */
function isRaise({ effective }: EffectiveState, to: Position): boolean {
  return effective.stage === 'canary' && to.stage === 'canary';
}

function evaluate(gate: GateResult['gate'], { declaration }: EffectiveState, evidence: Evidence): GateResult {
  switch (gate) {
    case 'parity':
      return judgeParity(declaration.promotion, evidence.parity);
    case 'guardrails':
      return judgeGuardrails(evidence.guardrails);
    default:
      return gate satisfies never;
  }
}

function judgeGuardrails(report: GuardrailReport | undefined): GateResult {
  if (report === undefined || report.state === 'idle') {
    return { gate: 'guardrails', verdict: 'insufficient', reasons: ['nobody is on the new side yet'] };
  }
  const verdict = { healthy: 'pass', breach: 'fail', insufficient: 'insufficient' } as const;
  return { gate: 'guardrails', verdict: verdict[report.state], reasons: report.reasons };
}
