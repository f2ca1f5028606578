import { Skeleton } from '@wellspring/web';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { Failure } from '../failure/failure.tsx';
import { LookUpForm } from '../page/look-up-form.tsx';
import { PageTitle } from '../page/page-title.tsx';
import { TableCard } from '../table/table.tsx';
import { type LogLine, useReference } from './incidents.ts';

const nanosecondsPerMs = 1_000_000;

/** The whole request behind the reference of a customer's error page. */
export function ReferencePage(): ReactNode {
  const [address, setAddress] = useSearchParams();
  const asked = address.get('reference') ?? '';
  const { data, error, isFetching, refetch } = useReference(asked);
  return (
    <>
      <PageTitle>Find a reference</PageTitle>
      <LookUpForm
        label="Reference, as the customer’s error page shows it"
        value={asked}
        button="Find"
        onLookUp={(typed) => {
          setAddress({ reference: typed });
        }}
      />
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {isFetching && <Skeleton label="Looking" lines={4} />}
      {data?.length === 0 && <p className="card">No log line has this reference.</p>}
      {data && data.length > 0 && <Lines lines={data} />}
    </>
  );
}

function Lines({ lines }: { lines: readonly LogLine[] }): ReactNode {
  return (
    <TableCard
      caption="Log lines of the request, in order of time"
      captionHidden
      columns={[
        { label: 'At', of: ({ at }) => at.slice(11, 23) },
        { label: 'Service', of: ({ service }) => service },
        { label: 'What', of: whatOf },
        { label: 'Took', of: tookOf },
      ]}
      rows={lines}
      keyOf={({ at }, index) => `${index}${at}`}
    />
  );
}

/** The message, and of a call whom it was made to and how it ended. */
function whatOf({ message, fields }: LogLine): string {
  const more = ['service.target.name', 'event.action', 'event.reason', 'error.message'].flatMap((name) => {
    const value = fields[name];
    return typeof value === 'string' ? [value] : [];
  });
  return [message, ...more].join(' · ');
}

function tookOf({ fields }: LogLine): string {
  const duration = fields['event.duration'];
  return typeof duration === 'number' ? `${(duration / nanosecondsPerMs).toFixed(1)} ms` : '';
}
