import type { Evidence } from '@wellspring/contract-pinpoint';
import type { EdgeWatch } from '../graph/trouble.ts';
import type { Cause } from './cause.ts';
import { share, troubleInWords } from './figures.ts';
import type { Picture } from './picture.ts';
import type { TroubledEdge } from './troubles.ts';

/** Calls that went well since the fault began, to count as a witness. */
const witnessCalls = 2;
/** Outcomes that are settled before the other end has a say. */
export const ofTheWay: ReadonlySet<string> = new Set(['dns', 'tls', 'refused']);

/** The edges in trouble that lead to the same system. */
export interface Group {
  readonly callee: string;
  readonly edges: readonly TroubledEdge[];
  readonly sinceTick: number;
}

export function groupByCallee(edges: readonly TroubledEdge[]): Group[] {
  return [...Map.groupBy(edges, ({ edge }) => edge.id.callee)].map(([callee, own]) => groupOf(callee, own));
}

export function groupOf(callee: string, edges: readonly TroubledEdge[]): Group {
  return { callee, edges, sinceTick: Math.min(...edges.map(({ trouble }) => trouble.sinceTick)) };
}

/** What all causes found along edges have in common. */
export function plain({ callee, edges, sinceTick }: Group): Cause {
  const failing = edges.filter(({ trouble }) => trouble.kind === 'failing');
  const named = (failing.length > 0 ? failing : edges)
    .map(({ edge }) => edge.id.operation)
    .filter((name) => name !== '');
  return {
    kind: 'unknown',
    subject: callee,
    operations: [...new Set(named)].toSorted(),
    instances: [],
    sinceTick,
    evidence: [],
    change: undefined,
    suspects: [],
  };
}

export function speaking({ edges }: Group): Evidence[] {
  const worstFirst = edges.toSorted((a, b) => b.trouble.recent.failed - a.trouble.recent.failed);
  return worstFirst.slice(0, 4).map(({ edge, trouble }) => ({
    verdict: 'for',
    about: edgeInWords(edge.id),
    text: troubleInWords(trouble),
  }));
}

/** The neighbours of the callers in trouble: what else they call, and what is well there. */
export function othersAreWell({ watches, tick }: Picture, group: Group): Evidence[] {
  const callers = new Set(group.edges.map(({ edge }) => edge.id.caller));
  const span = { from: group.sinceTick, to: tick };
  return watches
    .filter((watch) => callers.has(watch.edge.id.caller) && isWitness(watch, group.sinceTick, tick))
    .slice(0, 5)
    .map(({ edge }) => {
      const calls = edge.calls(span);
      const { meanMs } = edge.durations(span);
      const text = `${calls.total} calls, ${share(calls)} failed, ${Math.round(meanMs)} ms on average`;
      return { verdict: 'ruled-out', about: edgeInWords(edge.id), text };
    });
}

export function isWitness({ edge, trouble }: EdgeWatch, sinceTick: number, tick: number): boolean {
  if (trouble !== undefined) return false;
  const { total, failed } = edge.calls({ from: sinceTick, to: tick });
  return total >= witnessCalls && failed === 0;
}

export function edgeInWords({ caller, callee, operation }: TroubledEdge['edge']['id']): string {
  return `${caller} → ${callee}${operation === '' ? '' : ` (${operation})`}`;
}

export function mainOutcome({ edges }: Group): string {
  const counts = new Map<string, number>();
  for (const { trouble } of edges) {
    const weight = trouble.kind === 'failing' ? 1 + trouble.recent.failed : 0.5;
    counts.set(trouble.outcome, (counts.get(trouble.outcome) ?? 0) + weight);
  }
  const [first] = [...counts].toSorted(([a, x], [b, y]) => breakerLast(a) - breakerLast(b) || y - x);
  return first?.[0] ?? 'failed';
}

function breakerLast(outcome: string): number {
  return outcome === 'breaker_open' ? 1 : 0;
}
