import type { CauseKind, Change, Evidence } from '@wellspring/contract-pinpoint';
import type { History, ProcessHistory } from '../signals/history.ts';
import { lastTickWhere, type Ring } from '../signals/ring.ts';
import type { Cause } from './cause.ts';

/** A fault that a change brought begins with it, or with the first calls after it. */
const longestAfterMs = 60_000;
/** What is seen a moment before the change is: a process that starts anew is away first. */
const longestBeforeMs = 15_000;
const shownMs = 6 * 3_600_000;

const blamable: ReadonlySet<Change['kind']> = new Set(['version', 'configuration']);

/**
 * The change of a service that a fault of that service began with. Coincidence alone blames nobody: the caller has made
 * sure that only what was changed is in trouble. A return to what ran before is what heals: it is not blamed beside the
 * change that it takes back.
 */
export function changeBefore(history: History, service: string, sinceTick: number): Change | undefined {
  const since = history.atMs(sinceTick);
  const near = history.changes.filter(
    ({ kind, subject, atMs }) =>
      blamable.has(kind) && subject === service && atMs <= since + longestBeforeMs && atMs >= since - longestAfterMs,
  );
  return near.findLast((change) => !near.some((other) => takesBack(change, other)));
}

function takesBack(change: Change, other: Change): boolean {
  return other.kind === change.kind && other.atMs < change.atMs && other.from === change.to && other.to === change.from;
}

export function kindOfChange({ kind }: Change): CauseKind {
  return kind === 'version' ? 'bad-release' : 'bad-configuration';
}

/** Every other change of the last hours, with why it is not to blame. */
export function changesRuledOut(
  history: History,
  tick: number,
  cause: Pick<Cause, 'subject' | 'change' | 'sinceTick'>,
): Evidence[] {
  const now = history.atMs(tick);
  const since = history.atMs(cause.sinceTick);
  const recent = history.changes.filter((change) => change.atMs > now - shownMs && change !== cause.change);
  if (recent.length === 0 && cause.change === undefined) {
    const minutes = Math.min(360, Math.floor((now - history.atMs(Math.max(0, tick - 599))) / 60_000));
    return [
      {
        verdict: 'ruled-out',
        about: 'changes',
        text: `nothing was changed in the last ${Math.max(1, minutes)} minutes`,
      },
    ];
  }
  return recent.slice(-5).map((change) => ({
    verdict: 'ruled-out',
    about: changeInWords(change),
    text: whyNot(change, cause.subject, since),
  }));
}

function whyNot(change: Change, subject: string, sinceMs: number): string {
  const seconds = Math.round((sinceMs - change.atMs) / 1_000);
  if (seconds < -15) return `it came ${-seconds} s after the fault began`;
  if (!subject.startsWith(change.subject)) return `it is of ${change.subject}, and the fault is not`;
  return `it came ${seconds} s before; all of ${change.subject} would be in trouble since then, and is not`;
}

export function changeInWords({ kind, subject, from, to, by }: Change): string {
  const who = by === undefined ? '' : ` (${by})`;
  switch (kind) {
    case 'version':
      return `release ${to ?? ''} of ${subject} after ${from ?? 'none'}${who}`;
    case 'configuration':
      return `another configuration of ${subject} (${from ?? ''} → ${to ?? ''})${who}`;
    case 'restart':
      return `restart of ${subject}${who}`;
    case 'stage':
      return `${subject}: ${from ?? 'new'} → ${to ?? ''}${who}`;
    case 'deployment':
      return `deployment of ${subject}: ${to ?? ''}${who}`;
    case 'schema':
      return `schema of ${subject}: ${to ?? ''}${who}`;
    default:
      return kind satisfies never;
  }
}

/** How far back a process that is not heard for a moment is known to run what it ran. */
const knownTicks = 60;

/** The release that those of a service run that are worse, and none of those that are well. */
export function releaseOf(
  history: History,
  tick: number,
  worse: readonly ProcessHistory[],
  well: readonly ProcessHistory[],
): Change | undefined {
  const [version, ...others] = new Set(worse.map((process) => versionOf(process, tick)));
  if (version === undefined || others.length > 0 || well.some((process) => versionOf(process, tick) === version)) {
    return undefined;
  }
  const [{ service } = { service: '' }] = worse;
  return history.changes.findLast(
    ({ kind, subject, to }) => kind === 'version' && subject === service && to === version,
  );
}

/** What a process runs, or ran when it was heard last. */
function versionOf(process: ProcessHistory, tick: number): string | undefined {
  const span = { from: tick - knownTicks, to: tick };
  const lastHeard = (ring: Ring): number => lastTickWhere(span, (at) => ring.at(at) !== undefined) ?? -1;
  const [last] = process.all('service_info').toSorted((a, b) => lastHeard(b.ring) - lastHeard(a.ring));
  return last?.labels['version'];
}

/** What the processes of a service answered since a moment, by their own account. */
export interface Answers {
  readonly process: ProcessHistory;
  readonly total: number;
  readonly failed: number;
  readonly meanMs: number;
  readonly version: string | undefined;
}

export function answersOf(history: History, service: string, fromTick: number, tick: number): Answers[] {
  const span = { from: fromTick, to: tick };
  return history.processesOf(service).map((process) => {
    const counts = process.all('http_server_request_duration_seconds_count');
    const total = counts.reduce((sum, { ring }) => sum + ring.sum(span), 0);
    const failed = counts.reduce(
      (sum, { labels, ring }) => sum + ((labels['status'] ?? '') >= '500' ? ring.sum(span) : 0),
      0,
    );
    const seconds = process
      .all('http_server_request_duration_seconds_sum')
      .reduce((sum, { ring }) => sum + ring.sum(span), 0);
    const meanMs = total === 0 ? 0 : (1_000 * seconds) / total;
    return { process, total, failed, meanMs, version: versionOf(process, tick) };
  });
}
