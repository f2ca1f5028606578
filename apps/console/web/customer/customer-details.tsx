import type { UseQueryResult } from '@tanstack/react-query';
import { Skeleton } from '@wellspring/web';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { CommandBadge } from '../commands/command-badge.tsx';
import { Failure } from '../failure/failure.tsx';
import { formatMoment } from '../format/format.ts';
import { IncidentCard } from '../incident/incident-card.tsx';
import type { LogLine } from '../incident/incidents.ts';
import { payments as paymentWords } from '../payments/payments.tsx';
import { TableCard } from '../table/table.tsx';
import { type Known, usePayments, useSignedIn, useKnown, useWhere } from './customers.ts';

/** Each part by itself: one system that is away takes nothing of the others. */
export function CustomerDetails({ customer }: { customer: string }): ReactNode {
  const known = useKnown(customer);
  return (
    <>
      <Part asked={useWhere(customer)} label="which side answers">
        {({ capabilities }) => (
          <TableCard
            caption="Which side answers, and why"
            columns={[
              {
                label: 'Capability',
                heading: true,
                of: ({ name }) => <Link to={`/capabilities/${name}`}>{name}</Link>,
              },
              { label: 'Side', of: ({ side }) => (side === 'new' ? 'new' : 'old') },
              { label: 'Stage', of: ({ stage }) => stage },
              { label: 'Why', of: ({ reason }) => reason },
            ]}
            rows={capabilities}
            keyOf={({ name }) => name}
          />
        )}
      </Part>
      <Part asked={known} label="what they did">
        {(found) => <Deeds known={found} />}
      </Part>
      <Part asked={useSignedIn(customer)} label="whether they are signed in">
        {({ sessions }) => (
          <p>
            {sessions.length === 0
              ? 'Not signed in.'
              : `Signed in ${sessions.length === 1 ? 'once' : `${sessions.length} times`}.`}
          </p>
        )}
      </Part>
      <Part asked={usePayments(customer)} label="their payments">
        {({ items }) =>
          items.length === 0 ? (
            <p>No payments.</p>
          ) : (
            <TableCard
              caption="Payments"
              columns={[
                { label: 'Payment', heading: true, of: ({ id }) => <Link to={`/payments/${id}`}>{id}</Link> },
                { label: 'State', of: ({ state }) => <CommandBadge words={paymentWords} state={state} /> },
                { label: 'Since', of: ({ since }) => moment(since) },
              ]}
              rows={items}
              keyOf={({ id }) => id}
            />
          )
        }
      </Part>
      {known.data && <Looks looks={known.data.looks} />}
    </>
  );
}

function Deeds({ known: { requests, incidents } }: { known: Known }): ReactNode {
  return (
    <>
      {incidents.length === 0 ? (
        <p>No request of theirs failed during an incident.</p>
      ) : (
        <section aria-label="Incidents during which a request of theirs failed">
          {incidents.map((incident) => (
            <IncidentCard key={incident.id} incident={incident} />
          ))}
        </section>
      )}
      {requests.length === 0 ? (
        <p>No requests lately.</p>
      ) : (
        <TableCard
          caption="Last requests, newest first"
          columns={[
            { label: 'At', of: ({ at }) => moment(at) },
            { label: 'Service', of: ({ service }) => service },
            { label: 'What', of: ({ message }) => message },
            { label: 'Reference', of: referenceOf },
          ]}
          rows={requests}
          keyOf={({ at }, index) => `${index}${at}`}
        />
      )}
    </>
  );
}

function referenceOf({ fields }: LogLine): ReactNode {
  const reference = fields['trace.id'];
  if (typeof reference !== 'string') return null;
  return <Link to={`/references?reference=${reference}`}>{reference.slice(0, 8)}…</Link>;
}

function Looks({ looks }: { looks: Known['looks'] }): ReactNode {
  const words =
    looks === null
      ? 'Who else looked is not known at the moment.'
      : `Looked at by ${looks.map(({ operator, at }) => `${operator} (${moment(at)})`).join(', ')}.`;
  return <p className="hint">{words}</p>;
}

function Part<Answer>({
  asked: { data, error, refetch },
  label,
  children,
}: {
  asked: UseQueryResult<Answer>;
  label: string;
  children: (answer: Answer) => ReactNode;
}): ReactNode {
  return (
    <>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && !error && <Skeleton label={`Looking up ${label}`} lines={3} />}
      {data !== undefined && children(data)}
    </>
  );
}

function moment(at: string): string {
  return formatMoment(new Date(at), new Date());
}
