import { Badge } from '@wellspring/web';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { formatMoment } from '../format/format.ts';
import { FirstAid } from './first-aid.tsx';
import type { Incident } from './incidents.ts';

/** One cause at a glance: what it is, since when, who notices, and what to do. */
export function IncidentCard({ incident }: { incident: Incident }): ReactNode {
  const { id, state, masked, sinceMs, diagnosis } = incident;
  const tone = state === 'resolved' ? 'good' : masked ? 'attention' : 'bad';
  return (
    <article className="card">
      <h2>
        <Link to={`/incidents/${id}`}>{diagnosis.headline}</Link>
      </h2>
      <p>
        <Badge tone={tone}>{state === 'resolved' ? 'Over' : masked ? 'Nobody notices' : 'Customers notice'}</Badge>{' '}
        since {formatMoment(new Date(sinceMs), new Date())}
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
