import type { Decision, Migration, RouteMatch } from '../migration/migration.ts';
import type { Caller } from './caller.ts';
import type { FailureAnswer } from '../proxy/failure-answer.ts';
import type { RelayAttempt } from '../proxy/relay-plan.ts';
import { GATEWAY_ITSELF } from '../upstream/upstream-names.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { Upstreams } from '../upstream/upstreams.ts';

/** Nobody is responsible for the path. */
export const unmatched: FailureAnswer = { status: 404, code: 'EDGE.NOT_FOUND' };
/** The path was the old side's alone, and the old side is retired. */
export const gone: FailureAnswer = { status: 410, code: 'EDGE.RETIRED' };

export interface RouteChoice {
  match: RouteMatch;
  decision: Decision | undefined;
  first: RelayAttempt | 'gateway';
  fallback: RelayAttempt | undefined;
}

/** Where a path goes for this visitor. @returns undefined when nobody is responsible for the path, `gone` when nobody is any more. */
export function chooseRoute(
  table: Migration['table'],
  upstreams: Upstreams,
  method: string,
  path: string,
  caller: Pick<Caller, 'visitor'>,
): RouteChoice | 'gone' | undefined {
  const match = table.match(method, path);
  if (match === undefined) return undefined;
  if (match.kind === 'fixed') {
    const upstream = upstreams.get(match.upstream);
    return upstream === undefined
      ? undefined
      : { match, decision: undefined, first: { upstream, side: undefined }, fallback: undefined };
  }
  if (match.legacy === undefined && match.new === undefined) return 'gone';
  const decision = table.decide(match.capability, caller.visitor);
  if (decision === undefined) return undefined;
  const other = decision.side === 'new' ? 'legacy' : 'new';
  // What was moved for good is not served by the old side, also where the new one has no such path.
  const sides =
    match[decision.side] === undefined && decision.stage !== 'retired'
      ? ([other, decision.side] as const)
      : ([decision.side, other] as const);
  const [side, otherSide] = sides;
  const name = match[side];
  if (name === GATEWAY_ITSELF) return { match, decision, first: 'gateway', fallback: undefined };
  const upstream = upstreamOf(upstreams, name);
  if (upstream === undefined) return undefined;
  const spare = decision.fallback ? upstreamOf(upstreams, match[otherSide]) : undefined;
  return {
    match,
    decision,
    first: { upstream, side },
    fallback: spare === undefined ? undefined : { upstream: spare, side: otherSide },
  };
}

function upstreamOf(upstreams: Upstreams, name: string | undefined): Upstream | undefined {
  return name === undefined ? undefined : upstreams.get(name);
}
