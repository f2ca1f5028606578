import type { Evidence } from '@wellspring/contract-pinpoint';
import type { Shortage } from '../insides/machine-watch.ts';
import { isSystemStarting } from '../insides/start.ts';
import type { Cause } from './cause.ts';
import { troubleInWords } from './figures.ts';
import { hasInside } from './inside-causes.ts';
import type { Picture } from './picture.ts';
import { shortageOf, type TroubledEdge } from './troubles.ts';

const shown = 4;

/**
 * What is late where there is too little processor has one cause in common. It is named when it explains something: edges
 * that are late, or a trouble of which nobody knows why.
 */
export function withShortages(picture: Picture, causes: readonly Cause[], excused: readonly TroubledEdge[]): Cause[] {
  const { shortages } = picture;
  if (shortages.length === 0) return [...causes];
  const isExplained = (cause: Cause): boolean =>
    cause.kind === 'unknown' && shortages.some((each) => reaches(picture, each, cause));
  const named = shortages.flatMap((shortage): Cause[] => {
    // Everything at once takes all there is, for as long as it starts.
    if (isSystemStarting(picture.history)) return [];
    const late = excused.filter(
      ({ edge }) => shortageOf(picture, edge) === shortage && !hasInside(causes, edge.id.callee),
    );
    const explained = causes.filter((cause) => cause.kind === 'unknown' && reaches(picture, shortage, cause));
    return late.length + explained.length === 0 ? [] : [causeOf(shortage, late, explained)];
  });
  return [...named, ...causes.filter((cause) => !isExplained(cause))];
}

/** Of our own services one that runs there; whatever else is looked at from there. */
function reaches({ history }: Picture, { processes }: Shortage, { subject }: Cause): boolean {
  const own = history.processesOf(subject);
  return own.length === 0 || own.some((process) => processes.has(process));
}

function causeOf(
  { subject, sinceTick, measured }: Shortage,
  late: readonly TroubledEdge[],
  explained: readonly Cause[],
): Cause {
  const lateCalls = late.slice(0, shown).map(({ edge: { id }, trouble }): Evidence => ({
    verdict: 'for',
    about: `${id.caller} → ${id.callee}${id.operation === '' ? '' : ` (${id.operation})`}`,
    text: `is late as all are: ${troubleInWords(trouble)}`,
  }));
  return {
    kind: 'processor-short',
    subject,
    operations: [],
    instances: [],
    sinceTick,
    evidence: [
      ...measured.map((text): Evidence => ({ verdict: 'for', about: subject, text })),
      ...lateCalls,
      ...explained.flatMap(({ evidence }) => evidence.filter(({ verdict }) => verdict === 'for')).slice(0, shown),
    ],
    change: undefined,
    suspects: [],
  };
}
