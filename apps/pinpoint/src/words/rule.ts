import type { Cause, CauseKind } from '../judge/cause.ts';

/**
 * What can help at once. `rollback` puts a capability back on the old portal: the console has a button for it. `none`: nothing has to be done now. `look`: a person has to, and the text says where.
 */
export type FirstAidAction = 'rollback' | 'release-back' | 'none' | 'look';

export interface FirstAid {
  readonly action: FirstAidAction;
  /** What to do and why it helps, in a sentence. */
  readonly text: string;
  /** What somebody types who has to do it by hand. */
  readonly command?: string;
}

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
