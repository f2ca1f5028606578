import type { Incident } from '@wellspring/contract-pinpoint';
import { IncidentBook } from '../incident/incident-book.ts';
import { Judge } from '../judge/judge.ts';
import type { KnownCalls } from '../judge/picture.ts';
import type { Expected, Recording } from './recording.ts';

/** Whom the stand-in for an old portal calls, in all recordings. */
export const recordedCalls: KnownCalls = new Map([
  ['legacy-portal', ['billing-engine', 'crm', 'payment-provider', 'rating', 'provisioning']],
]);

/** A cause that is named later than this is not found: somebody has begun to look by then. */
export const inTimeMs = 15_000;

/** What came of judging a recording once more. */
export interface Replayed {
  /** Of each cause that was to be found: after how long it was named, in milliseconds. */
  readonly foundAfterMs: readonly (number | undefined)[];
  /** Headlines that blame somebody who is innocent. */
  readonly accusations: readonly string[];
  /** Whether the machine was said to have too little processor, which blames nobody. */
  readonly short: boolean;
  /** Times at which it was said that the cause is not known yet. */
  readonly abstentions: number;
  /** Whether customers were said to notice something. */
  readonly paged: boolean;
}

/** Judges what was seen again, by the rules as they are now. */
export function replay({ head, snapshots }: Recording): Replayed {
  const judge = new Judge(recordedCalls);
  let ids = 0;
  const book = new IncidentBook([], () => `incident-${(ids += 1)}`);
  const foundAfterMs: (number | undefined)[] = head.expect.map(() => undefined);
  const accusations = new Set<string>();
  let abstentions = 0;
  let paged = false;
  let short = false;
  for (const snapshot of snapshots) {
    const verdict = judge.take(snapshot);
    for (const { what, incident } of book.take(verdict, (tick) => judge.history.atMs(tick))) {
      if (what === 'resolved') continue;
      const { diagnosis } = incident;
      if (diagnosis.kind === 'unknown') abstentions += 1;
      else if (diagnosis.kind === 'processor-short') short = true;
      else if (![...head.expect, ...head.alsoRight].some((right) => names(incident, right))) {
        accusations.add(diagnosis.headline);
      }
    }
    for (const [index, expected] of head.expect.entries()) {
      const isNamed = book.incidents.some((incident) => incident.state === 'open' && names(incident, expected));
      if (isNamed && snapshot.atMs >= head.injectedAtMs) foundAfterMs[index] ??= snapshot.atMs - head.injectedAtMs;
    }
    if (snapshot.atMs <= head.healedAtMs) paged ||= book.incidents.some(isPaged);
  }
  return { foundAfterMs, accusations: [...accusations], abstentions, paged, short };
}

/** Too little processor is a cause of its own beside what was broken. */
function isPaged({ masked, state, diagnosis }: Incident): boolean {
  return state === 'open' && !masked && diagnosis.kind !== 'processor-short';
}

function names({ diagnosis: { subject, kind } }: Pick<Incident, 'diagnosis'>, { subjects, kinds }: Expected): boolean {
  return subjects.includes(subject) && kinds.includes(kind);
}
