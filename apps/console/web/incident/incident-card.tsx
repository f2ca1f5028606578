import { Badge } from '@wellspring/web';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { formatMoment } from '../format/format.ts';
import { FirstAid } from './first-aid.tsx';
import type { Incident } from './incidents.ts';
import { type Noticed, noticedOf } from './noticed.ts';

const over = ['good', 'Over'] as const;
const open = {
  now: ['bad', 'Customers notice'],
  before: ['attention', 'Nobody notices any more'],
  never: ['attention', 'Nobody notices'],
} as const satisfies Record<Noticed, readonly [string, string]>;

/** One cause at a glance: what it is, since when, who notices, and what to do. */
export function IncidentCard({ incident }: { incident: Incident }): ReactNode {
  const { id, state, sinceMs, diagnosis } = incident;
  const [tone, words] = state === 'resolved' ? over : open[noticedOf(incident)];
  return (
    <article className="card">
      <h2>
        <Link to={`/incidents/${id}`}>{diagnosis.headline}</Link>
      </h2>
      <p>
        <Badge tone={tone}>{words}</Badge> since {formatMoment(new Date(sinceMs), new Date())}
      </p>
      <Affected incident={incident} />
      <FirstAid incident={incident} />
    </article>
  );
}

export function Affected({ incident: { diagnosis } }: { incident: Incident }): ReactNode {
  if (diagnosis.symptoms.length === 0) return null;
  return (
    <ul aria-label="Who is affected">
      {diagnosis.symptoms.map(({ capability, side, text }) => (
        <li key={`${capability}${side ?? ''}${text}`}>
          {capability}
          {side !== undefined && <>, {side === 'new' ? 'new' : 'old'} side</>}: {text}
        </li>
      ))}
    </ul>
  );
}
