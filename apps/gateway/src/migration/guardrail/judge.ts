import type { GuardrailsDeclaration } from '../file/migration-file.schema.ts';
import type { TrafficStats } from './sliding-window.ts';

/** What the new side is held against. */
export interface Reference {
  /** `legacy`: the old side now. `baseline`: the old side when it last had traffic. `none`: it never had any. */
  kind: 'legacy' | 'baseline' | 'none';
  errorRate: number;
  p95Ms?: number;
}

export interface Verdict {
  /** `insufficient`: too little traffic to tell, so nothing is decided either way. */
  state: 'healthy' | 'breach' | 'insufficient';
  /** One sentence for each limit broken, or for what is lacking. */
  reasons: string[];
  new: TrafficStats;
  legacy: TrafficStats;
  reference: Reference;
  limits: { errorRate: number; p95Ms?: number };
}

/** The old side when it last had enough traffic to be measured. */
export interface Baseline {
  errorRate: number;
  p95Ms?: number;
  requests: number;
  at: Date;
}

/**
 * Whether the new side is worse than the old one by more than is allowed. In stage `new` hardly anybody is left on the
 * old side; the new one is held against what the old side was like when it last had traffic.
 */
export function judge(
  rules: GuardrailsDeclaration,
  sides: { new: TrafficStats; legacy: TrafficStats },
  baseline?: Baseline,
): Verdict {
  const reference = referenceFor(rules, sides.legacy, baseline);
  const limits = limitsFor(rules, reference);
  const verdict = { ...sides, reference, limits };
  if (sides.new.observations < rules.minRequests) {
    const reason = `too little traffic: ${sides.new.observations} of ${rules.minRequests} requests on the new side`;
    return { ...verdict, state: 'insufficient', reasons: [reason] };
  }

  const reasons: string[] = [];
  if (sides.new.errorRate > limits.errorRate) {
    const share = `${percent(sides.new.errorRate)} of requests fail on the new side`;
    reasons.push(
      `${share}, ${percent(limits.errorRate)} allowed (${describe(reference)}: ${percent(reference.errorRate)})`,
    );
  }
  if (limits.p95Ms !== undefined && sides.new.p95Ms !== undefined && sides.new.p95Ms > limits.p95Ms) {
    const p95 = `p95 of the new side is ${milliseconds(sides.new.p95Ms)}`;
    const held = reference.p95Ms === undefined ? '' : ` (${describe(reference)}: ${milliseconds(reference.p95Ms)})`;
    reasons.push(`${p95}, ${milliseconds(limits.p95Ms)} allowed${held}`);
  }
  return { ...verdict, state: reasons.length > 0 ? 'breach' : 'healthy', reasons };
}

function referenceFor(rules: GuardrailsDeclaration, legacy: TrafficStats, baseline: Baseline | undefined): Reference {
  if (legacy.observations >= rules.minRequests) return pick('legacy', legacy);
  return baseline === undefined ? { kind: 'none', errorRate: 0 } : pick('baseline', baseline);
}

function pick(kind: 'legacy' | 'baseline', { errorRate, p95Ms }: { errorRate: number; p95Ms?: number }): Reference {
  return { kind, errorRate, ...(p95Ms !== undefined && { p95Ms }) };
}

function limitsFor(rules: GuardrailsDeclaration, { errorRate, p95Ms }: Reference): Verdict['limits'] {
  return {
    errorRate: errorRate + rules.maxErrorRateDelta,
    ...(p95Ms !== undefined && { p95Ms: Math.max(p95Ms * rules.maxP95Ratio, rules.ignoreP95Below) }),
  };
}

function describe({ kind }: Reference): string {
  switch (kind) {
    case 'legacy':
      return 'old side';
    case 'baseline':
      return 'old side when last measured';
    case 'none':
      return 'old side not measured';
    default:
      return kind satisfies never;
  }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function milliseconds(ms: number): string {
  return `${Math.round(ms)} ms`;
}
