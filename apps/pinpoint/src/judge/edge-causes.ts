import { databaseOf, isDatabase } from '../graph/edges-of.ts';
import type { EdgeWatch } from '../graph/trouble.ts';
import type { Cause, CauseKind, Evidence } from './cause.ts';
import { share, troubleInWords } from './figures.ts';
import type { Picture } from './picture.ts';
import { answersOf, changeBefore, changeInWords, kindOfChange } from './scope.ts';
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

const databaseKinds: Readonly<Record<string, CauseKind>> = {
  slow: 'database-slow',
  timeout: 'database-slow',
  too_many_connections: 'database-connections',
  disk_full: 'disk-full',
};

/** Outcomes that are settled before the other end has a say. */
const ofTheWay: ReadonlySet<string> = new Set(['dns', 'tls', 'refused']);
/** Calls that went well since the fault began, to count as a witness. */
const witnessCalls = 2;
/** So long one database alone is not blamed before it is known that the others are well. */
const aloneTicks = 6;

const databases = 'PostgreSQL';

interface Group {
  callee: string;
  edges: TroubledEdge[];
  sinceTick: number;
}

/** Goes along the edges in trouble to the deepest places whose own calls do not explain it. */
export function edgeCauses(picture: Picture, troubled: readonly TroubledEdge[], insides: readonly Cause[]): Cause[] {
  const groups = groupByCallee(troubled);
  return [
    ...databaseCauses(picture, groups, insides),
    ...groups.flatMap((group) => causeOf(picture, group, groups, insides)),
  ];
}

function groupByCallee(edges: readonly TroubledEdge[]): Group[] {
  const callees = new Set(edges.map(({ edge }) => edge.id.callee));
  return [...callees].map((callee) => {
    const own = edges.filter(({ edge }) => edge.id.callee === callee);
    return { callee, edges: own, sinceTick: Math.min(...own.map(({ trouble }) => trouble.sinceTick)) };
  });
}

/** One server may hold the databases of all: then it is one cause. */
function databaseCauses(picture: Picture, groups: readonly Group[], insides: readonly Cause[]): Cause[] {
  const { history } = picture;
  const owners = [...history.services].filter((service) =>
    picture.watches.some(({ edge }) => edge.id.callee === databaseOf(service)),
  );
  const hit = groups.filter(
    ({ callee }) => owners.some((service) => databaseOf(service) === callee) && !hasInside(insides, ownerOf(callee)),
  );
  if (hit.length === 0) return [];
  const others = picture.watches.filter(
    ({ edge }) => isDatabase(edge.id.callee) && !hit.some(({ callee }) => callee === edge.id.callee),
  );
  const alike =
    hit.length + others.filter(({ trouble, lately }) => trouble === undefined && lately !== undefined).length;
  if (alike >= 2 && alike * 2 > owners.length) {
    const edges = hit.flatMap((group) => group.edges);
    return [databaseCause(picture, { callee: databases, edges, sinceTick: earliest(edges) })];
  }
  return hit
    .filter((group) => others.every((watch) => isWellBeside(picture, watch, group)))
    .map((group) => databaseCause(picture, group));
}

/** Another database does not share the trouble: it answered since, or had the time to show that it does not. */
function isWellBeside({ tick }: Picture, { edge, trouble }: EdgeWatch, { sinceTick }: Group): boolean {
  const { total, failed } = edge.calls({ from: sinceTick, to: tick });
  return trouble === undefined && (total > failed || tick - sinceTick >= aloneTicks);
}

function databaseCause(picture: Picture, group: Group): Cause {
  const outcome = mainOutcome(group);
  const service = ownerOf(group.callee);
  const change = changeBefore(picture.history, service, group.sinceTick);
  const kind = databaseKinds[outcome] ?? 'database-away';
  const evidence = [...speaking(group), ...othersAreWell(picture, group)];
  return {
    ...plain(group),
    kind: change !== undefined && ofTheWay.has(outcome) ? kindOfChange(change) : kind,
    subject: change !== undefined && ofTheWay.has(outcome) ? service : group.callee,
    evidence,
    change: change !== undefined && ofTheWay.has(outcome) ? change : undefined,
  };
}

function causeOf(picture: Picture, group: Group, groups: readonly Group[], insides: readonly Cause[]): Cause[] {
  const { callee } = group;
  if (isDatabase(callee)) return [];
  if (picture.history.services.has(callee)) return serviceCause(picture, group, groups, insides);
  const onward = picture.knownCalls.get(callee) ?? [];
  if (picture.watches.some(({ edge, lately }) => lately !== undefined && onward.includes(edge.id.callee))) return [];
  const way = wayCause(picture, group, groups);
  if (way !== undefined) return [way];
  if (onward.length > 0) return [unknown(picture, group, [callee, ...onward])];
  const kind = backgroundKinds[mainOutcome(group)] ?? 'background-fails';
  return [{ ...plain(group), kind, evidence: [...speaking(group), ...othersAreWell(picture, group)] }];
}

/** One of our own services: is it what it calls, one of its processes, a change, or none of these? */
function serviceCause(picture: Picture, group: Group, groups: readonly Group[], insides: readonly Cause[]): Cause[] {
  const { callee } = group;
  if (hasInside(insides, callee)) return [];
  // Whatever it calls that is in trouble, or was a moment ago, explains it.
  if (picture.watches.some(({ edge, lately }) => lately !== undefined && edge.id.caller === callee)) return [];
  const way = wayCause(picture, group, groups);
  if (way !== undefined) return [way];
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
  const versions = new Set(bad.map(({ version }) => version));
  const byVersion = versions.size === 1 && good.every(({ version }) => !versions.has(version));
  const change = byVersion
    ? history.changes.findLast(
        ({ kind, subject, to }) => kind === 'version' && subject === group.callee && versions.has(to),
      )
    : undefined;
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

/** What all causes found along edges have in common. */
function plain({ callee, edges, sinceTick }: Group): Cause {
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

function speaking({ edges }: Group): Evidence[] {
  const worstFirst = edges.toSorted((a, b) => b.trouble.recent.failed - a.trouble.recent.failed);
  return worstFirst.slice(0, 4).map(({ edge, trouble }) => ({
    verdict: 'for',
    about: edgeInWords(edge.id),
    text: troubleInWords(trouble),
  }));
}

/** The neighbours of the callers in trouble: what else they call, and what is well there. */
function othersAreWell({ watches, tick }: Picture, group: Group): Evidence[] {
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

function isWitness({ edge, trouble }: EdgeWatch, sinceTick: number, tick: number): boolean {
  if (trouble !== undefined) return false;
  const { total, failed } = edge.calls({ from: sinceTick, to: tick });
  return total >= witnessCalls && failed === 0;
}

function edgeInWords({ caller, callee, operation }: TroubledEdge['edge']['id']): string {
  return `${caller} → ${callee}${operation === '' ? '' : ` (${operation})`}`;
}

function mainOutcome({ edges }: Group): string {
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

function earliest(edges: readonly TroubledEdge[]): number {
  return Math.min(...edges.map(({ trouble }) => trouble.sinceTick));
}

function hasInside(insides: readonly Cause[], service: string): boolean {
  return insides.some(
    ({ subject, kind }) =>
      subject === service && !['log-stalled', 'poisoned-message', 'certificate-expires'].includes(kind),
  );
}

function ownerOf(database: string): string {
  return database.replace(/^database of /, '');
}
