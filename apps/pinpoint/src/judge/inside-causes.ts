import type { CauseKind, Change } from '@wellspring/contract-pinpoint';
import { onsetTicks } from '../graph/trouble.ts';
import type { InsideFinding, InsideKind } from '../insides/inside.ts';
import type { History } from '../signals/history.ts';
import type { Cause } from './cause.ts';
import type { Picture } from './picture.ts';
import { changeBefore, changeInWords, kindOfChange, releaseOf } from './scope.ts';

const kinds: Readonly<Record<InsideKind, CauseKind>> = {
  away: 'process-away',
  silent: 'process-silent',
  'crash-loop': 'crash-loop',
  blocked: 'blocked-loop',
  leak: 'memory-leak',
  'log-stalled': 'log-stalled',
  'clock-off': 'clock-off',
  'pool-leak': 'pool-leak',
  'slow-replica': 'replica',
  'poisoned-message': 'poisoned-message',
  'certificate-ends': 'certificate-expires',
};

/** The first that holds says what it is; the ones below it follow from it. */
const precedence: readonly InsideKind[] = [
  'crash-loop',
  'away',
  'blocked',
  'silent',
  'leak',
  'pool-leak',
  'slow-replica',
];
/** Things that go wrong whatever else does. */
const besides: ReadonlySet<InsideKind> = new Set(['log-stalled', 'clock-off', 'poisoned-message', 'certificate-ends']);

/** What is wrong inside of our own processes is the cause by itself, whoever else complains. */
export function insideCauses(picture: Picture): Cause[] {
  const services = new Set(picture.insides.map(({ process }) => process.service));
  return [...services].flatMap((service) => {
    const findings = picture.insides.filter(({ process }) => process.service === service);
    const first = precedence.find((kind) => findings.some((finding) => finding.kind === kind));
    return [...(first === undefined ? [] : [first]), ...besides].flatMap((kind) => {
      const alike = findings.filter((finding) => finding.kind === kind);
      return alike.length === 0 ? [] : [causeOf(picture, service, kind, alike)];
    });
  });
}

/** What is wrong inside of a service and does not touch those who call it. */
const unnoticed: ReadonlySet<CauseKind> = new Set(['log-stalled', 'poisoned-message', 'certificate-expires']);

/** Whether customers, or other services, may be in trouble because of it. */
export function isNoticed({ kind }: Cause): boolean {
  return !unnoticed.has(kind);
}

/** Whether what is wrong inside of a service explains that others are in trouble with it. */
export function hasInside(insides: readonly Cause[], service: string): boolean {
  return insides.some((cause) => cause.subject === service && isNoticed(cause));
}

/** Whether what others found then, and find still, came of what was wrong inside of a service and is over. */
export function hadInside({ insidesBefore }: Picture, service: string, foundTick: number): boolean {
  return insidesBefore.some(
    ({ kind, process, sinceTick, lastTick }) =>
      process.service === service &&
      !unnoticed.has(kinds[kind]) &&
      sinceTick - onsetTicks <= foundTick &&
      foundTick <= lastTick + onsetTicks,
  );
}

/** A process that ends again and again after it was changed ends because of that; one that is slow, where only its release is. */
function changeOf(history: History, tick: number, kind: InsideKind, findings: InsideFinding[]): Change | undefined {
  const processes = findings.map(({ process }) => process);
  const [{ service } = { service: '' }] = processes;
  const sinceTick = Math.min(...findings.map((finding) => finding.sinceTick));
  if (kind === 'crash-loop' || kind === 'away') return changeBefore(history, service, sinceTick);
  return kind === 'slow-replica' ? releaseOf(history, tick, processes) : undefined;
}

function causeOf(picture: Picture, service: string, kind: InsideKind, findings: InsideFinding[]): Cause {
  const { history, tick } = picture;
  const all = history.processesOf(service);
  const sinceTick = Math.min(...findings.map((finding) => finding.sinceTick));
  const change = changeOf(history, tick, kind, findings);
  const evidence = findings.map(({ process, measured }) => ({
    verdict: 'for' as const,
    about: `${service} (${process.instance})`,
    text: measured,
  }));
  const well = all.filter((process) => !findings.some((finding) => finding.process === process));
  return {
    kind: change === undefined ? kinds[kind] : kindOfChange(change),
    subject: service,
    operations: [],
    instances: well.length === 0 ? [] : findings.map(({ process }) => process.instance),
    sinceTick,
    evidence: [
      ...evidence,
      ...(change === undefined
        ? []
        : [{ verdict: 'for' as const, about: changeInWords(change), text: 'it began with this, and only there' }]),
      ...well.map(({ instance }) => ({
        verdict: 'ruled-out' as const,
        about: `${service} (${instance})`,
        text: 'shows nothing of the kind',
      })),
    ],
    change,
    suspects: [],
  };
}
