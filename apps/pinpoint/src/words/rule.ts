import type { CauseKind, FirstAid } from '@wellspring/contract-pinpoint';
import type { Cause } from '../judge/cause.ts';

/**
 * Which customers notice: nobody; those on the new side alone, whom the old portal can serve meanwhile; or others, too, whom
 * no move of a capability helps.
 */
export type Noticed = 'nobody' | 'new side' | 'beyond';

/** What is said of one kind of cause. */
export interface Rule {
  /** `billing-engine: calls hang`: short enough for a phone. */
  readonly headline: (cause: Cause) => string;
  readonly firstAid: (cause: Cause, noticed: Noticed) => FirstAid;
}

export type Rules = Readonly<Record<CauseKind, Rule>>;
