/** How far a capability can have come, in this order. */
export const stages = ['legacy', 'shadow', 'canary', 'new', 'retired'] as const;
export type Stage = (typeof stages)[number];

/** Which portal answers: the old one or the new one. */
export type Side = 'legacy' | 'new';

/** How far a capability has come. The percentage counts in stage canary only, but is kept through the others. */
export interface Position {
  stage: Stage;
  percent: number;
}
