import { printable } from '../../yaml-file/printable.ts';
import type { GateResult } from '../gates/gate.ts';
import { allGates, type Evidence } from '../gates/promotion-gates.ts';
import type { GuardrailReport } from '../guardrail/guardrails.ts';
import type { TrafficStats } from '../guardrail/measured-traffic.ts';
import type { Stage } from '../migration.ts';
import type { ParitySummary } from '../parity/parity-summary.ts';
import type { Drift, EffectiveState } from '../stage/effective-state.ts';
import type { Position } from '../stage/position.ts';
import { nextStage } from '../stage/transition.ts';

/** A capability as operators see it. */
export interface CapabilityView {
  name: string;
  title: string;
  stage: Stage;
  percent: number;
  /** What the file says. */
  declared: Position;
  drift: Drift[];
  paused: boolean;
  rolledBack: boolean;
  /** The decision in force over the file. */
  override: {
    cause: 'operator' | 'guardrail';
    actor: string;
    reason: string;
    at: string;
    /** False while the database is away: a rollback that is in force on this replica alone. */
    written: boolean;
  } | null;
  /** Where advancing leads; `null` at the end. */
  next: Stage | null;
  canary: { include: string[]; exclude: string[] };
  /** Shares of the new side: of the customers, as decided, and of the requests in the window, as measured. */
  shares: { customers: number; requests: number | null };
  traffic: { windowMs: number; newShare: number | null; legacy: TrafficStats; new: TrafficStats };
  guardrails: Pick<GuardrailReport, 'state' | 'reasons' | 'reference' | 'limits' | 'tests'> & {
    onBreach: string;
    minRequests: number;
  };
  parity: (ParitySummary & { windowMs: number }) | null;
  gates: GateResult[];
}

const noTraffic: TrafficStats = { requests: 0, errors: 0, errorRate: 0, observations: 0 };

export function viewOf(state: EffectiveState, evidence: Evidence): CapabilityView {
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
