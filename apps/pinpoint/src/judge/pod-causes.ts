import type { CauseKind } from '@wellspring/contract-pinpoint';
import type { StandingPodTrouble } from '../insides/pod-watch.ts';
import type { PodTroubleKind } from '../signals/pod.ts';
import type { Cause } from './cause.ts';

const kinds: Readonly<Record<PodTroubleKind, CauseKind>> = {
  'out-of-memory': 'out-of-memory',
  'crash-loop': 'crash-loop',
  image: 'image-missing',
  settings: 'pod-refused',
  unschedulable: 'pod-refused',
  evicted: 'pod-refused',
};

/** The first that a service has explains the ones below it. */
const precedence: readonly PodTroubleKind[] = [
  'out-of-memory',
  'image',
  'settings',
  'crash-loop',
  'evicted',
  'unschedulable',
];
/** What is seen from outside of a process that Kubernetes does not keep running. */
const followsFrom: ReadonlySet<CauseKind> = new Set(['process-away', 'process-silent', 'crash-loop', 'memory-leak']);

/**
 * What Kubernetes says of pods, before what was seen from outside: it knows why. A change that was found to be to blame is
 * kept, with what Kubernetes says as what speaks for it.
 */
export function withPods(pods: readonly StandingPodTrouble[], insides: readonly Cause[]): Cause[] {
  const causes = [...Map.groupBy(pods, ({ service }) => service)].map(([service, troubles]) =>
    causeOf(service, troubles),
  );
  const blamed = insides.filter(({ change }) => change !== undefined);
  const told = causes.filter(({ subject }) => !blamed.some((cause) => cause.subject === subject));
  const seen = insides.filter(
    ({ subject, kind }) => !(followsFrom.has(kind) && told.some((cause) => cause.subject === subject)),
  );
  return [...told, ...seen.map((cause) => spokenFor(cause, causes))];
}

function causeOf(service: string, troubles: readonly StandingPodTrouble[]): Cause {
  const kind = precedence.find((each) => troubles.some((trouble) => trouble.kind === each)) ?? 'evicted';
  const alike = troubles.filter((trouble) => trouble.kind === kind);
  return {
    kind: kinds[kind],
    subject: service,
    operations: [],
    instances: alike.map(({ instance }) => instance),
    sinceTick: Math.min(...alike.map(({ sinceTick }) => sinceTick)),
    evidence: alike.map(({ instance, version, text }) => ({
      verdict: 'for',
      about: `pod ${instance}${version === undefined ? '' : ` (${version})`}`,
      text,
    })),
    change: undefined,
    suspects: [],
  };
}

function spokenFor(cause: Cause, causes: readonly Cause[]): Cause {
  const own = causes.find(({ subject }) => cause.change !== undefined && subject === cause.subject);
  return own === undefined ? cause : { ...cause, evidence: [...own.evidence, ...cause.evidence] };
}
