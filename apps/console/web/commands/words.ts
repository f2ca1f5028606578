import { formatActor, formatMoment } from '../format/format.ts';
import type { Resolution } from './commands.ts';
import type { Advice, Kind, SeenCommand } from './kind.ts';

/** What a kind has words for; what one of its commands looks like does not matter to them. */
export type Words = Pick<Kind<never>, 'states' | 'actions' | 'advice' | 'references'>;

/** What is known about why one needs a person, should it. */
export function adviceOn(
  { advice }: Words,
  { state, reason }: Pick<SeenCommand, 'state' | 'reason'>,
): Advice | undefined {
  return state === 'needsAttention' && reason !== null ? advice[reason] : undefined;
}

export function stateWords({ states }: Words, state: string): string {
  return states[state] ?? state;
}

export function actionWords({ actions }: Words, action: string): string {
  return actions[action]?.label.toLowerCase() ?? action;
}

/** Who decided what, when and why, in a sentence. */
export function decisionLine(words: Words, { operator, action, at, reason }: Resolution, now: Date): string {
  const when = formatMoment(new Date(at), now);
  return `${formatActor(operator)} decided “${actionWords(words, action)}” at ${when}: ${reason}`;
}
