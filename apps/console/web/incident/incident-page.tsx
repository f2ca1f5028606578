import { Skeleton } from '@wellspring/web';
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { Failure } from '../failure/failure.tsx';
import { formatMoment } from '../format/format.ts';
import { PageTitle } from '../page/page-title.tsx';
import { TableCard } from '../table/table.tsx';
import type { Fault } from './axis.ts';
import { FirstAid } from './first-aid.tsx';
import { Affected } from './incident-card.tsx';
import { type Evidence, type Incident, useIncident } from './incidents.ts';
import { TimeLine } from './time-line.tsx';

/** One incident in full: what speaks for its cause, what was ruled out, and how it went. */
export function IncidentPage(): ReactNode {
  const { id = '' } = useParams();
  const { data, error, refetch } = useIncident(id);
  return (
    <>
      <PageTitle>{data?.incident.diagnosis.headline ?? 'Incident'}</PageTitle>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && !error && <Skeleton label="Loading the incident" lines={6} />}
      {data && (
        <>
          <About incident={data.incident} />
          <section className="card" aria-label="Time line">
            <h2>Signals and changes</h2>
            <TimeLine signals={data.signals} changes={data.changes} fault={faultOf(data.incident)} />
          </section>
        </>
      )}
    </>
  );
}

function faultOf({ sinceMs, resolvedMs }: Incident): Fault {
  return { sinceMs, untilMs: resolvedMs };
}

function About({ incident }: { incident: Incident }): ReactNode {
  const { diagnosis, story, sinceMs, masked } = incident;
  const now = new Date();
  return (
    <>
      <p>
        Since {formatMoment(new Date(sinceMs), now)}
        {masked && '. Customers notice nothing'}. What to do in full: <code>{diagnosis.runbook}</code>
      </p>
      <FirstAid incident={incident} />
      <Affected incident={incident} />
      <EvidenceTable title="What speaks for it" evidence={of(diagnosis.evidence, 'for')} />
      <EvidenceTable title="Looked at and ruled out" evidence={of(diagnosis.evidence, 'ruled-out')} />
      <section className="card" aria-label="How it went">
        <h2>How it went</h2>
        <ol>
          {story.map(({ atMs, text }) => (
            <li key={`${atMs}${text}`}>
              {formatMoment(new Date(atMs), now)}: {text}
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}

function of(evidence: readonly Evidence[], verdict: Evidence['verdict']): Evidence[] {
  return evidence.filter((each) => each.verdict === verdict);
}

function EvidenceTable({ title, evidence }: { title: string; evidence: readonly Evidence[] }): ReactNode {
  if (evidence.length === 0) return null;
  return (
    <TableCard
      caption={title}
      columns={[
        { label: 'Where', of: ({ about }) => about },
        { label: 'Measured', of: ({ text }) => text },
      ]}
      rows={evidence}
      keyOf={({ about, text }) => `${about}${text}`}
    />
  );
}
