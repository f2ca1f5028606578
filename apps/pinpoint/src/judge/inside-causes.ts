import type { CauseKind, Change } from '@wellspring/contract-pinpoint';
import { onsetTicks } from '../graph/trouble.ts';
import type { InsideFinding, InsideKind } from '../insides/inside.ts';
import type { ProcessHistory } from '../signals/history.ts';
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
  const believed = picture.insides.filter((finding) => !waitsForOthers(picture, finding));
  const services = new Set(believed.map(({ process }) => process.service));
  return [...services].flatMap((service) => {
    const findings = believed.filter(({ process }) => process.service === service);
    const first = precedence.find((kind) => findings.some((finding) => finding.kind === kind));
    return [...(first === undefined ? [] : [first]), ...besides].flatMap((kind) => {
      const alike = findings.filter((finding) => finding.kind === kind);
      return alike.length === 0 ? [] : [causeOf(picture, service, kind, alike)];
    });
  });
}

/** A replica may be slow because of what it calls: it has that to wait for, while another has a breaker that is open. */
function waitsForOthers({ watches }: Picture, { kind, process }: InsideFinding): boolean {
  if (kind !== 'slow-replica') return false;
  return watches.some(
    ({ edge: { id }, lately }) =>
      id.caller === process.service && id.instance === process.instance && lately !== undefined,
  );
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
function changeOf(
  { history, tick }: Picture,
  kind: InsideKind,
  { findings, well, sinceTick }: { findings: InsideFinding[]; well: ProcessHistory[]; sinceTick: number },
): Change | undefined {
  const processes = findings.map(({ process }) => process);
  const [first] = processes;
  if (kind === 'slow-replica') return releaseOf(history, tick, processes, well);
  if (first === undefined || (kind !== 'crash-loop' && kind !== 'away')) return undefined;
  return changeBefore(history, first.service, sinceTick);
}

function causeOf(picture: Picture, service: string, kind: InsideKind, findings: InsideFinding[]): Cause {
  const all = picture.history.processesOf(service);
  const well = all.filter((process) => !findings.some((finding) => finding.process === process));
  const sinceTick = Math.min(...findings.map((finding) => finding.sinceTick));
  const change = changeOf(picture, kind, { findings, well, sinceTick });
  const evidence = findings.map(({ process, measured }) => ({
    verdict: 'for' as const,
    about: `${service} (${process.instance})`,
    text: measured,
  }));
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
