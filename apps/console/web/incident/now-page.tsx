import { Skeleton } from '@wellspring/web';
import type { ReactNode } from 'react';
import { Failure } from '../failure/failure.tsx';
import { PageTitle } from '../page/page-title.tsx';
import { IncidentCard } from './incident-card.tsx';
import { type Now, useWhatIsNow } from './incidents.ts';
import { headlineOf } from './headline.ts';
import { TimeLine } from './time-line.tsx';

/** What hurts, who is to blame, and what to do: the page an operator opens first. */
export function NowPage(): ReactNode {
  const { data, error, refetch } = useWhatIsNow();
  return (
    <>
      <PageTitle tab="Now">{data === undefined || error ? 'Now' : headlineOf(data)}</PageTitle>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && !error && <Skeleton label="Loading what is known" lines={6} />}
      {data && <Known now={data} />}
    </>
  );
}

function Known({ now: { incidents, processes, changes, signals } }: { now: Now }): ReactNode {
  const silent = processes.filter(({ state }) => state !== 'answers');
  const since = incidents.filter(({ state }) => state === 'open').map(({ sinceMs }) => sinceMs);
  const fault = since.length > 0 ? { sinceMs: Math.min(...since) } : undefined;
  return (
    <>
      {incidents.map((incident) => (
        <IncidentCard key={incident.id} incident={incident} />
      ))}
      {silent.length > 0 && <p>Not answering: {silent.map(({ instance }) => instance).join(', ')}</p>}
      <section className="card" aria-label="The last ten minutes">
        <h2>The last ten minutes</h2>
        <TimeLine signals={signals} changes={changes} fault={fault} />
      </section>
    </>
  );
}
