import type { ReactNode } from 'react';

export type BadgeTone = 'neutral' | 'good' | 'attention' | 'bad';

/** A state in a word or two. The word carries the meaning; the colour only helps. */
export function Badge({ tone, children }: { tone: BadgeTone; children: ReactNode }): ReactNode {
  return <span className={`badge badge-${tone}`}>{children}</span>;
}
