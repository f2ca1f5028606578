import { Badge } from '@wellspring/web';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { formatMoment } from '../format/format.ts';
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

/** What helps at once, and the way to it: a decision is taken where its consequences are shown. */
export function FirstAid({ incident: { diagnosis, state } }: { incident: Incident }): ReactNode {
  const { action, text } = diagnosis.firstAid;
  const capability = diagnosis.symptoms.find(({ kind, side }) => kind === 'failed' && side === 'new')?.capability;
  return (
    <p>
      <strong>First aid:</strong> {text}{' '}
      {state === 'open' && action === 'rollback' && capability !== undefined && (
        <Link to={`/capabilities/${encodeURIComponent(capability)}`}>Put {capability} back …</Link>
      )}
    </p>
  );
}
