import type { CapabilityDocument, Evidence, Position, TrafficStats } from '@wellspring/contract-gateway';
import { printable } from '../../yaml-file/printable.ts';
import { allGates } from '../gates/promotion-gates.ts';
import type { EffectiveState } from '../stage/effective-state.ts';
import { nextStage } from '../stage/transition.ts';

const noTraffic: TrafficStats = { requests: 0, errors: 0, errorRate: 0, observations: 0 };

export function viewOf(state: EffectiveState, evidence: Evidence): CapabilityDocument {
  const { name, declaration, effective, declared, drift, paused, rolledBack, override } = state;
  const { guardrails, parity } = evidence;
  const [legacy, fresh] = [guardrails?.legacy ?? noTraffic, guardrails?.new ?? noTraffic];
  const requests = legacy.requests + fresh.requests;
  return {
    name,
    title: declaration.title ?? name,
    ...effective,
    declared,
    drift,
    paused,
    rolledBack,
    override: override
      ? {
          cause: override.cause,
          actor: printable(override.actor),
          reason: printable(override.reason),
          at: override.at.toISOString(),
          written: Number.isInteger(override.version),
        }
      : null,
    next: nextStage(state) ?? null,
    canary: { include: declaration.canary.include, exclude: declaration.canary.exclude },
    shares: { customers: shareOfCustomers(effective), requests: requests === 0 ? null : fresh.requests / requests },
    traffic: {
      windowMs: declaration.guardrails.window,
      newShare: requests === 0 ? null : fresh.requests / requests,
      legacy,
      new: fresh,
    },
    guardrails: {
      state: guardrails?.state ?? 'idle',
      reasons: guardrails?.reasons ?? [],
      reference: guardrails?.reference ?? { kind: 'none', errorRate: 0, requests: 0 },
      limits: guardrails?.limits ?? { errorRate: declaration.guardrails.maxErrorRateDelta },
      tests: guardrails?.tests ?? [],
      onBreach: declaration.guardrails.onBreach,
      minRequests: declaration.guardrails.minRequests,
    },
    parity: parity === undefined ? null : { ...parity, windowMs: declaration.promotion.window },
    gates: allGates(state, evidence),
  };
}

function shareOfCustomers({ stage, percent }: Position): number {
  if (stage === 'canary') return percent / 100;
  return stage === 'new' || stage === 'retired' ? 1 : 0;
}
