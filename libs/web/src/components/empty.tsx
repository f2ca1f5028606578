import type { ReactNode } from 'react';
import { EmptyIcon } from './icons.ts';

/** In place of a list without entries: says what will be here. */
export function Empty({ children }: { children: ReactNode }): ReactNode {
  return (
    <div className="card empty">
      <EmptyIcon aria-hidden="true" />
      <p>{children}</p>
    </div>
  );
}
