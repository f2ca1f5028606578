import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { formatCount, formatDuration, formatShare } from '../format/format.ts';
import type { Capability, FactCount } from '../status/status.ts';
import { notComparedLines } from './coverage.ts';

type Parity = NonNullable<Capability['parity']>;

/** How often old and new said the same, and how much of what was asked that covers. */
export function ParityFigure({ capability: { name, title, parity } }: { capability: Capability }): ReactNode {
  if (parity === null) return null;
  return (
    <section className="figure parity">
      <h3>Parity, last {formatDuration(parity.windowMs)}</h3>
      {parity.differenceRate === null ? (
        <p className="figure-none">Nothing compared yet.</p>
      ) : (
        <>
          <p className={parity.differing > 0 ? 'parity-sum parity-differs' : 'parity-sum'}>
            <strong>{formatShare(parity.differenceRate)}</strong> of comparisons differ
          </p>
          <p className="parity-counts">
            {formatCount(parity.differing)} of {formatCount(parity.comparisons)}
            {!parity.complete && ', of this replica only: the database is away'}
          </p>
          <ul className="facts" aria-label="By fact">
            {parity.facts.map((fact) => (
              <Fact key={fact.fact} fact={fact} />
            ))}
          </ul>
          {parity.differing > 0 && (
            <p>
              <Link to={`/capabilities/${name}#samples`}>
                See samples<span className="visually-hidden"> of {title}</span>
              </Link>
            </p>
          )}
        </>
      )}
      <Coverage parity={parity} />
    </section>
  );
}

function Fact({ fact: { fact, compared, differing, noise } }: { fact: FactCount }): ReactNode {
  return (
    <li className={differing > 0 ? 'fact fact-differs' : 'fact'}>
      <span className="fact-name">{fact}</span>
      <span className="fact-count">
        {differing > 0 ? `${formatCount(differing)} of ${formatCount(compared)} values differ` : 'alike'}
      </span>
      {noise > 0 && (
        <span className="fact-noise">{formatCount(noise)} not counted: the old side differs from itself</span>
      )}
    </li>
  );
}

function Coverage({ parity: { coverage, notCompared } }: { parity: Parity }): ReactNode {
  if (coverage === null) return null;
  const lines = notComparedLines(notCompared);
  const sentence = `${formatShare(coverage)} of the requests were compared`;
  if (lines.length === 0) return <p className="coverage">{sentence}</p>;
  return (
    <details className="coverage">
      <summary>{sentence}</summary>
      <p>Not compared:</p>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  );
}
