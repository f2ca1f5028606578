import type { ReactNode } from 'react';

/** Of what is being loaded: text, a large figure with text below, the rows of a table. */
export type SkeletonShape = 'text' | 'figure' | 'table';

/** Holds the place of what is being loaded, in its shape, so that the page does not jump; says so once to a screen reader. */
export function Skeleton({
  label,
  shape = 'text',
  lines = 3,
}: {
  label: string;
  shape?: SkeletonShape;
  lines?: number;
}): ReactNode {
  return (
    <div className={`skeleton skeleton-${shape}`} role="status">
      <span className="visually-hidden">{label}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="skeleton-line" aria-hidden="true" />
      ))}
    </div>
  );
}
