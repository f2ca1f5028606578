import type { CauseKind } from '@wellspring/contract-pinpoint';
import type { EdgeId } from '../graph/edge.ts';
import { isDatabase } from '../graph/edges-of.ts';
import type { Cause } from './cause.ts';
import { databaseCauses } from './database-causes.ts';
import {
  type Group,
  groupByCallee,
  isWitness,
  mainOutcome,
  ofTheWay,
  othersAreWell,
  plain,
  speaking,
} from './group.ts';
import { hadInside, hasInside } from './inside-causes.ts';
import type { Picture } from './picture.ts';
import { answersOf, changeBefore, changeInWords, kindOfChange, releaseOf } from './scope.ts';
import type { TroubledEdge } from './troubles.ts';

const backgroundKinds: Readonly<Record<string, CauseKind>> = {
  timeout: 'background-hangs',
  slow: 'background-slow',
  '5xx': 'background-fails',
  bad_payload: 'background-garbage',
  reset: 'background-resets',
  refused: 'background-away',
  dns: 'name-not-found',
  tls: 'certificate',
};

/** Outcomes of calling a process that ends, or that is not there. */
const goneOutcomes: ReadonlySet<string> = new Set(['refused', 'reset']);
/** What comes of a restart is seen so long around it; one that is away for longer than this is found to be away. */
const restartTicks = 15;
const startTicks = 5;

/** Goes along the edges in trouble to the deepest places whose own calls do not explain it. */
export function edgeCauses(picture: Picture, troubled: readonly TroubledEdge[], insides: readonly Cause[]): Cause[] {
  const groups = groupByCallee(troubled);
  return [
    ...databaseCauses(picture, groups, insides),
    ...groups.flatMap((group) => causeOf(picture, group, groups, insides)),
  ];
}

function causeOf(picture: Picture, group: Group, groups: readonly Group[], insides: readonly Cause[]): Cause[] {
  const { callee } = group;
  if (isDatabase(callee)) return [];
  if (picture.history.services.has(callee)) return serviceCause(picture, group, groups, insides);
  const onward = picture.knownCalls.get(callee) ?? [];
  if (isExplained(picture, group, ({ callee: called }) => onward.includes(called))) return [];
  const way = wayCause(picture, group, groups);
  if (way !== undefined) return [way];
  if (onward.length > 0) return [unknown(picture, group, [callee, ...onward])];
  const kind = backgroundKinds[mainOutcome(group)] ?? 'background-fails';
  return [{ ...plain(group), kind, evidence: [...speaking(group), ...othersAreWell(picture, group)] }];
}

/** Whatever it calls that is in trouble, was a moment ago, or was when this began. */
function isExplained({ watches, tick }: Picture, group: Group, isCalled: (id: EdgeId) => boolean): boolean {
  return watches.some((watch) => isCalled(watch.edge.id) && watch.explains(group.sinceTick, tick));
}

/** One of our own services: is it what it calls, one of its processes, a change, or none of these? */
function serviceCause(picture: Picture, group: Group, groups: readonly Group[], insides: readonly Cause[]): Cause[] {
  const { callee } = group;
  if (hasInside(insides, callee) || hadInside(picture, callee, group.sinceTick)) return [];
  if (isExplained(picture, group, ({ caller }) => caller === callee)) return [];
  const cause = restartCause(picture, group) ?? wayCause(picture, group, groups);
  if (cause !== undefined) return [cause];
  const replica = replicaCause(picture, group);
  if (replica !== undefined) return [replica];
  const change = changeBefore(picture.history, callee, group.sinceTick);
  if (change === undefined) return [unknown(picture, group, [callee])];
  return [
    {
      ...plain(group),
      kind: kindOfChange(change),
      change,
      evidence: [
        { verdict: 'for', about: changeInWords(change), text: 'it began with this' },
        ...speaking(group),
        ...othersAreWell(picture, group),
      ],
    },
  ];
}

/** Nobody reached it for a moment, since it ended without having been asked to and began anew: it was away, however short. */
function restartCause({ history, tick }: Picture, group: Group): Cause | undefined {
  if (!goneOutcomes.has(mainOutcome(group))) return undefined;
  const all = history.processesOf(group.callee);
  const restarted = all.filter(({ starts }) => {
    const start = starts.findLast(({ why }) => why === 'unasked' || why === 'changed');
    if (start === undefined || tick - start.tick > restartTicks) return false;
    return start.tick >= group.sinceTick - restartTicks && start.tick <= group.sinceTick + startTicks;
  });
  if (restarted.length === 0) return undefined;
  const change = changeBefore(history, group.callee, group.sinceTick);
  return {
    ...plain(group),
    kind: change === undefined ? 'process-away' : kindOfChange(change),
    instances: restarted.length === all.length ? [] : restarted.map(({ instance }) => instance),
    change,
    evidence: [
      ...restarted.map(({ instance }) => ({
        verdict: 'for' as const,
        about: `${group.callee} (${instance})`,
        text: `ended and began anew, and nobody asked it to${change === undefined ? '' : `: ${changeInWords(change)}`}`,
      })),
      ...speaking(group),
    ],
  };
}

/**
 * Not the one who is called but the way there, or what a caller was told of it: somebody else reaches it all the same, or
 * the caller has just been told something else.
 */
function wayCause(picture: Picture, group: Group, groups: readonly Group[]): Cause | undefined {
  const { history, watches, tick } = picture;
  const callers = [...new Set(group.edges.map(({ edge }) => edge.id.caller))];
  const [caller] = callers;
  if (caller === undefined || callers.length > 1) return undefined;
  const change = changeBefore(history, caller, group.sinceTick);
  if (change !== undefined && !isKnownBefore(picture, group, change.atMs)) {
    return {
      ...plain(group),
      kind: kindOfChange(change),
      subject: caller,
      change,
      evidence: [
        { verdict: 'for', about: changeInWords(change), text: `its calls to ${group.callee} fail since then` },
        ...speaking(group),
        ...othersAreWell(picture, group),
      ],
    };
  }
  const witnesses = watches.filter(({ edge }) => edge.id.callee === group.callee && edge.id.caller !== caller);
  const well = witnesses.filter((watch) => isWitness(watch, group.sinceTick, tick));
  const outcome = mainOutcome(group);
  const ourOwn = history.services.has(group.callee);
  if (well.length === 0 && !(ourOwn && ofTheWay.has(outcome))) return undefined;
  // One caller may have less patience than another: a time-out says nothing of the way.
  if (ourOwn && !ofTheWay.has(outcome)) return undefined;
  if (groups.some((other) => other !== group && other.callee === group.callee)) return undefined;
  return {
    ...plain(group),
    kind: outcome === 'dns' ? 'name-not-found' : outcome === 'tls' ? 'certificate' : 'network-path',
    subject: `${caller} → ${group.callee}`,
    evidence: [
      ...speaking(group),
      ...well.map(({ edge }) => ({
        verdict: 'ruled-out' as const,
        about: group.callee,
        text: `${edge.id.caller} reaches it: ${edge.calls({ from: group.sinceTick, to: tick }).total} calls, 0 failed`,
      })),
    ],
  };
}

/** Whether the trouble is older than a change. */
function isKnownBefore({ history }: Picture, group: Group, changeMs: number): boolean {
  return history.atMs(group.sinceTick) < changeMs - 15_000;
}

/** One of several processes answers worse than the others. */
function replicaCause({ history, tick }: Picture, group: Group): Cause | undefined {
  const answers = answersOf(history, group.callee, group.sinceTick - 2, tick).filter(({ total }) => total > 0);
  if (answers.length < 2) return undefined;
  const worst = answers.filter(({ failed, total }) => failed >= 2 && failed / total > 0.2);
  const slowest = answers.filter((one) =>
    answers.every((other) => other === one || one.meanMs > 3 * other.meanMs + 100),
  );
  const bad = worst.length > 0 && worst.length < answers.length ? worst : slowest;
  if (bad.length === 0) return undefined;
  const good = answers.filter((answer) => !bad.includes(answer));
  const change = releaseOf(
    history,
    tick,
    bad.map(({ process }) => process),
    good.map(({ process }) => process),
  );
  const inWords = ({ failed, total, meanMs }: (typeof answers)[number]): string =>
    `${failed} of ${total} answers failed, ${Math.round(meanMs)} ms on average`;
  return {
    ...plain(group),
    kind: change === undefined ? 'replica' : 'bad-release',
    instances: bad.map(({ process }) => process.instance),
    change,
    evidence: [
      ...bad.map((answer) => ({
        verdict: 'for' as const,
        about: `${group.callee} (${answer.process.instance}${change === undefined ? '' : `, ${answer.version ?? ''}`})`,
        text: inWords(answer),
      })),
      ...good.map((answer) => ({
        verdict: 'ruled-out' as const,
        about: `${group.callee} (${answer.process.instance}${change === undefined ? '' : `, ${answer.version ?? ''}`})`,
        text: inWords(answer),
      })),
      ...speaking(group),
    ],
  };
}

function unknown(picture: Picture, group: Group, suspects: readonly string[]): Cause {
  return {
    ...plain(group),
    kind: 'unknown',
    suspects,
    evidence: [...speaking(group), ...othersAreWell(picture, group)],
  };
}
