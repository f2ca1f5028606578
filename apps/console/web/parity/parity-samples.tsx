import { Skeleton } from '@wellspring/web';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useLocation } from 'react-router';
import { Failure } from '../failure/failure.tsx';
import { formatCount, formatMoment } from '../format/format.ts';
import type { FactCount } from '../status/status.ts';
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
      <table className="table">
        <caption className="visually-hidden">Differences that look alike, the most frequent first</caption>
        <thead>
          <tr>
            <th scope="col">Fact</th>
            <th scope="col">Old side</th>
            <th scope="col">New side</th>
            <th scope="col">Times</th>
            <th scope="col">Last</th>
            <th scope="col">Where, and traces</th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={JSON.stringify([group.route, group.fact, group.legacy, group.new])}>
              <th scope="row">{group.fact}</th>
              <td data-label="Old side">
                <code>{group.legacy}</code>
              </td>
              <td data-label="New side">
                <code className="value-new">{group.new}</code>
              </td>
              <td data-label="Times">{formatCount(group.times)}</td>
              <td data-label="Last">{formatMoment(new Date(group.lastAt), now)}</td>
              <td data-label="Where">
                <details>
                  <summary>
                    <code>{group.route}</code>
                  </summary>
                  {group.traceIds.map((traceId) => (
                    <code key={traceId} className="reference trace">
                      {traceId}
                    </code>
                  ))}
                </details>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
