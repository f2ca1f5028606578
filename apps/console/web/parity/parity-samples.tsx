import { Skeleton } from '@wellspring/web';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useLocation } from 'react-router';
import { Failure } from '../failure/failure.tsx';
import { formatCount, formatMoment } from '../format/format.ts';
import type { FactCount } from '../status/status.ts';
import { Table } from '../table/table.tsx';
import { type SampleGroup, useSampleGroups } from './parity.ts';

/** What exactly differed: both values as far as an operator may see them, what looks alike as one. */
export function ParitySamples({ name, facts }: { name: string; facts: readonly FactCount[] }): ReactNode {
  const [fact, setFact] = useState('');
  const query = useSampleGroups(name, fact);
  const titleId = useId();
  const section = useRef<HTMLElement>(null);
  const { hash } = useLocation();
  useEffect(() => {
    if (hash === '#samples') section.current?.scrollIntoView();
  }, [hash]);
  return (
    <section className="card" id="samples" ref={section} aria-labelledby={titleId}>
      <div className="card-head">
        <h2 id={titleId}>What differed</h2>
        <label className="field-inline">
          Fact
          <select
            className="select"
            value={fact}
            onChange={({ target }) => {
              setFact(target.value);
            }}
          >
            <option value="">all</option>
            {facts.map((each) => (
              <option key={each.fact}>{each.fact}</option>
            ))}
          </select>
        </label>
      </div>
      {query.isPending && <Skeleton label="Loading samples" />}
      {query.error && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.length === 0 && <p>No difference has been seen.</p>}
      {query.data && query.data.length > 0 && <GroupTable groups={query.data} />}
    </section>
  );
}

function GroupTable({ groups }: { groups: readonly SampleGroup[] }): ReactNode {
  const now = new Date();
  return (
    <>
      <p className="hint">Of the newest samples. Values are masked, but their shape is real.</p>
      <Table
        caption="Differences that look alike, the most frequent first"
        captionHidden
        columns={[
          { label: 'Fact', heading: true, of: ({ fact }) => fact },
          { label: 'Old side', of: ({ legacy }) => <code>{legacy}</code> },
          { label: 'New side', of: (group) => <code className="value-new">{group.new}</code> },
          { label: 'Times', of: ({ times }) => formatCount(times) },
          { label: 'Last', of: ({ lastAt }) => formatMoment(new Date(lastAt), now) },
          { label: 'Where, and traces', of: whereOf },
        ]}
        rows={groups}
        keyOf={(group) => JSON.stringify([group.route, group.fact, group.legacy, group.new])}
      />
    </>
  );
}

function whereOf({ route, traceIds }: SampleGroup): ReactNode {
  return (
    <details>
      <summary>
        <code>{route}</code>
      </summary>
      {traceIds.map((traceId) => (
        <code key={traceId} className="reference trace">
          {traceId}
        </code>
      ))}
    </details>
  );
}
