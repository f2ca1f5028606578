import { Skeleton } from '@wellspring/web';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useLocation } from 'react-router';
import { Failure } from '../app/failure.tsx';
import { formatMoment } from '../format/format.ts';
import type { FactCount } from '../live/status.ts';
import { type ParitySample, useParitySamples } from './parity.ts';

/** What exactly differed, with both values as far as an operator may see them. */
export function ParitySamples({ name, facts }: { name: string; facts: readonly FactCount[] }): ReactNode {
  const [fact, setFact] = useState('');
  const query = useParitySamples(name, fact);
  const titleId = useId();
  const section = useRef<HTMLElement>(null);
  const { hash } = useLocation();
  useEffect(() => {
    if (hash === '#samples') section.current?.scrollIntoView();
  }, [hash]);
  return (
    <section className="card" id="samples" ref={section} aria-labelledby={titleId}>
      <div className="card-head">
        <h2 id={titleId}>Samples of what differed</h2>
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
      {query.data && query.data.length > 0 && <SampleTable samples={query.data} />}
    </section>
  );
}

function SampleTable({ samples }: { samples: readonly ParitySample[] }): ReactNode {
  const now = new Date();
  return (
    <>
      <p className="hint">
        Values are masked: their shape is real, and equal values carry the same mark. Fact by fact, newest first.
      </p>
      <table className="table">
        <caption className="visually-hidden">Samples of what differed</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Fact</th>
            <th scope="col">Old side</th>
            <th scope="col">New side</th>
            <th scope="col">Item</th>
            <th scope="col">Trace</th>
          </tr>
        </thead>
        <tbody>
          {samples.map((sample) => (
            <tr key={`${sample.at}${sample.fact}${sample.item}${sample.traceId}`}>
              <td data-label="When">{formatMoment(new Date(sample.at), now)}</td>
              <th scope="row">{sample.fact}</th>
              <td data-label="Old side">
                <code>{sample.legacy}</code>
              </td>
              <td data-label="New side">
                <code className="value-new">{sample.new}</code>
              </td>
              <td data-label="Item">
                <code>{sample.item}</code>
              </td>
              <td data-label="Trace">
                <code className="reference" title={sample.route}>
                  {sample.traceId}
                </code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
