import type { ReactNode } from 'react';

/** Holds the place of what is being loaded, so that the page does not jump; says so once to a screen reader. */
export function Skeleton({ label, lines = 3 }: { label: string; lines?: number }): ReactNode {
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">{label}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="skeleton-line" aria-hidden="true" />
      ))}
    </div>
  );
}
