import type { Edge } from '../graph/edge.ts';
import { isDatabase } from '../graph/edges-of.ts';
import { type EdgeWatch, shortestWindow, type Trouble } from '../graph/trouble.ts';
import type { Shortage } from '../insides/machine-watch.ts';
import { isBeingReleased } from '../insides/release.ts';
import { isSystemStarting } from '../insides/start.ts';
import { ringLength } from '../signals/ring.ts';
import type { Picture } from './picture.ts';
import { answersOf } from './scope.ts';

export interface TroubledEdge {
  readonly edge: Edge;
  readonly trouble: Trouble;
}

/** Edges in trouble, told apart by whether anybody can be blamed for it. */
export interface Troubles {
  readonly believed: readonly TroubledEdge[];
  /** Late on a machine that has too little processor. */
  readonly excused: readonly TroubledEdge[];
}

/** Outcomes that come of being late, whoever is. */
const lateOutcomes: ReadonlySet<string> = new Set(['timeout', 'pool_full', 'breaker_open', 'slow']);
/** Outcomes of asking somebody who is not there. */
const awayOutcomes: ReadonlySet<string> = new Set([...lateOutcomes, 'refused', 'reset']);
/** Nothing at all got through for so long: that is more than being late. */
const cutOffTicks = 8;
/** How often one call waits for a processor: on either end, for every statement and every call it leads to. */
const waits = 10;
const waitsOfAStatement = 5;

/** Callers that are blocked themselves find everybody in trouble: they are not asked. */
export function sortTroubles(picture: Picture): Troubles {
  const believed: TroubledEdge[] = [];
  const excused: TroubledEdge[] = [];
  for (const { edge, trouble } of picture.watches) {
    if (trouble === undefined || isDoubtful(picture, edge)) continue;
    if (isMuchMoreCalled(edge, trouble) || isMeant(picture, edge, trouble) || isBeginning(picture, edge, trouble))
      continue;
    const isExcused = isLate(trouble) && isExplained(picture, edge, trouble) && !isCutOff(picture, edge, trouble);
    (isExcused ? excused : believed).push({ edge, trouble });
  }
  return { believed, excused };
}

export function isDoubtful({ unreliable }: Picture, { id }: Edge): boolean {
  return [...unreliable].some(({ service, instance }) => service === id.caller && instance === id.instance);
}

/** Whether a shortage makes calls as late as these are: one waits for a processor again and again, on its way. */
function isExplained(picture: Picture, edge: Edge, trouble: Trouble): boolean {
  const shortage = shortageOf(picture, edge);
  if (shortage === undefined) return false;
  const { kind, sinceTick, meanMs, meanBeforeMs } = trouble;
  const lateByMs = kind === 'hanging' ? 1_000 * (picture.tick - sinceTick) : meanMs - meanBeforeMs;
  const isStatement = isDatabase(edge.id.callee);
  const isKnownSince = kind === 'hanging' || (isStatement && kind === 'slow');
  const waited = shortage.lateMsSince(isKnownSince ? beganTick(trouble) : 0);
  return lateByMs <= (isStatement ? waitsOfAStatement : waits) * waited;
}

/** When the first of the calls began that were found late: a shortage that was over by then did not make them so. */
function beganTick({ kind, sinceTick, lastTick, meanMs }: Trouble): number {
  return kind === 'hanging' ? sinceTick - shortestWindow : lastTick - shortestWindow - Math.ceil(meanMs / 1_000);
}

/** The shortage that touches either end of an edge. */
export function shortageOf({ shortages }: Picture, { id }: Edge): Shortage | undefined {
  return shortages.find(({ processes }) =>
    [...processes].some(
      ({ service, instance }) => service === id.callee || (service === id.caller && instance === id.instance),
    ),
  );
}

/** What is slower because there is three times as much of it is not broken. */
function isMuchMoreCalled(edge: Edge, { kind, sinceTick, lastTick, before }: Trouble): boolean {
  const now = edge.durations({ from: lastTick - 9, to: lastTick }).count / 10;
  const ticksBefore = Math.min(sinceTick, 600);
  return kind === 'slow' && before.total > 0 && ticksBefore > 0 && now > 3 * (before.total / ticksBefore) && now > 5;
}

/** All processes of whom is called are away for a release. */
function isMeant({ history, tick }: Picture, { id }: Edge, { outcome }: Trouble): boolean {
  const processes = history.processesOf(id.callee);
  return (
    processes.length > 0 && awayOutcomes.has(outcome) && processes.every((process) => isBeingReleased(process, tick))
  );
}

/** While everything starts, whoever has not answered yet may not be there yet; what failed before that is over with it. */
function isBeginning({ history, tick }: Picture, edge: Edge, { kind }: Trouble): boolean {
  if (kind !== 'failing') return false;
  const all = { from: Math.max(0, tick - ringLength + 1), to: tick };
  for (let { from } = all; from <= tick; from += 1) {
    const { total, failed } = edge.calls({ from, to: from });
    if (total > failed) return edge.calls({ from, to: tick }).failed === 0;
  }
  return isSystemStarting(history);
}

export function isLate({ kind, outcome }: Trouble): boolean {
  return kind !== 'failing' || lateOutcomes.has(outcome);
}

/** Whom nobody got an answer from for many seconds, though several waited for one, is not merely late. */
function isCutOff({ history, watches, tick }: Picture, { id }: Edge, { kind, sinceTick }: Trouble): boolean {
  const span = { from: tick - cutOffTicks + 1, to: tick };
  if (kind === 'slow' || sinceTick > span.from) return false;
  const calls = watches
    .filter(({ edge }) => edge.id.callee === id.callee)
    .map((watch) => waiting(watch, span.from, tick));
  const answered = answersOf(history, id.callee, span.from, tick).some(({ total, failed }) => total > failed);
  return !answered && calls.every(({ got }) => got === 0) && calls.reduce((sum, { lost }) => sum + lost, 0) >= 2;
}

function waiting({ edge, trouble }: EdgeWatch, from: number, tick: number): { got: number; lost: number } {
  const { total, failed } = edge.calls({ from, to: tick });
  return { got: total - failed, lost: failed + (trouble === undefined ? 0 : Math.max(0, edge.underWay(tick) ?? 0)) };
}
