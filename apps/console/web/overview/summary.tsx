import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Need } from './needs.ts';

/** What needs somebody, each with the way there. */
export function Summary({ needs }: { needs: readonly Need[] }): ReactNode {
  if (needs.length === 0) return null;
  return (
    <ul className="card needs" aria-label="What needs you">
      {needs.map((need) => (
        <li key={need.what}>
          <NeedLink need={need} />: {need.why}
        </li>
      ))}
    </ul>
  );
}

function NeedLink({ need: { what, to } }: { need: Need }): ReactNode {
  if (to === undefined) return <strong>{what}</strong>;
  // The browser's own way to a part of the page takes the keyboard along.
  if (to.startsWith('#')) return <a href={to}>{what}</a>;
  return <Link to={to}>{what}</Link>;
}
