import type { CapabilityRoute, Decision, FixedRoute, Migration } from '../migration/migration.ts';
import type { Rewrite } from '../migration/routed-request.ts';
import type { Caller } from './caller.ts';
import type { FailureAnswer } from '../proxy/failure-answer.ts';
import type { RelayAttempt } from '../proxy/relay-plan.ts';
import { gatewayItself } from '../upstreams/upstream-names.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { Upstreams } from '../upstreams/upstreams.ts';
import type { EdgeRoutedRequest } from './routed-request.ts';

/** Nobody is responsible for the path. */
export const unmatched: FailureAnswer = { status: 404, code: 'EDGE.NOT_FOUND' };
/** The path was the old side's alone, and the old side is retired. */
export const gone: FailureAnswer = { status: 410, code: 'EDGE.RETIRED' };
/** The file says that nobody is let through. */
export const denied: FailureAnswer = { status: 403, code: 'EDGE.DENIED' };

export interface RouteChoice {
  match: CapabilityRoute | FixedRoute;
  decision: Decision | undefined;
  first: RelayAttempt | 'gateway';
  fallback: RelayAttempt | undefined;
}

/**
 * Whether the new side may answer, or might for somebody else: then it matters who is really there. Where the old side
 * answers everybody, that is for the old side to know.
 */
export function mayReachNewSide({ decision, first, fallback }: RouteChoice): boolean {
  if (first === 'gateway' || first.upstream.kind === 'service' || fallback?.upstream.kind === 'service') return true;
  return decision !== undefined && decision.stage !== 'legacy' && decision.stage !== 'shadow';
}

/** Where a request goes for this visitor, or what it is answered when nobody is to have it. */
export function chooseRoute(
  table: Migration['table'],
  upstreams: Upstreams,
  request: EdgeRoutedRequest,
  caller: Pick<Caller, 'visitor'>,
): RouteChoice | FailureAnswer {
  const match = table.match(request);
  switch (match?.kind) {
    case undefined:
      return unmatched;
    case 'denied':
      return denied;
    case 'fixed': {
      const first = attempt(upstreams, match.upstream, undefined, request, match.rewrite);
      return first === undefined ? unmatched : { match, decision: undefined, first, fallback: undefined };
    }
    case 'capability':
      return chooseSide(table, upstreams, request, caller, match);
    default:
      return match satisfies never;
  }
}

function chooseSide(
  table: Migration['table'],
  upstreams: Upstreams,
  request: EdgeRoutedRequest,
  caller: Pick<Caller, 'visitor'>,
  match: CapabilityRoute,
): RouteChoice | FailureAnswer {
  if (match.legacy === undefined && match.new === undefined) return gone;
  const decision = table.decide(match.capability, caller.visitor);
  if (decision === undefined) return unmatched;
  const other = decision.side === 'new' ? 'legacy' : 'new';
  // What was moved for good is not served by the old side, also where the new one has no such path.
  const sides =
    match[decision.side] === undefined && decision.stage !== 'retired'
      ? ([other, decision.side] as const)
      : ([decision.side, other] as const);
  const [side, otherSide] = sides;
  if (match[side] === gatewayItself) return { match, decision, first: 'gateway', fallback: undefined };
  const first = attempt(upstreams, match[side], side, request, match.rewrite?.[side]);
  if (first === undefined) return unmatched;
  const spare = decision.fallback
    ? attempt(upstreams, match[otherSide], otherSide, request, match.rewrite?.[otherSide])
    : undefined;
  return { match, decision, first, fallback: spare };
}

function attempt(
  upstreams: Upstreams,
  name: string | undefined,
  side: RelayAttempt['side'],
  request: EdgeRoutedRequest,
  rewrite: Rewrite | undefined,
): RelayAttempt | undefined {
  const upstream: Upstream | undefined = name === undefined ? undefined : upstreams.get(name);
  if (upstream === undefined) return undefined;
  if (rewrite === undefined) return { upstream, side };
  return { upstream, side, target: rewrite(request.path) + request.pathAndQuery.slice(request.path.length) };
}
