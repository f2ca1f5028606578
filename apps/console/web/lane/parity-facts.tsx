import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { formatCount, formatDuration, formatShare } from '../format/format.ts';
import type { Capability, FactCount } from '../live/status.ts';

/** How often old and new said the same, fact by fact. */
export function ParityFacts({ capability: { name, title, parity } }: { capability: Capability }): ReactNode {
  if (parity === null) return null;
  return (
    <section className="figure parity">
      <h3>Parity, last {formatDuration(parity.windowMs)}</h3>
      {parity.comparisons === 0 ? (
        <p className="figure-none">Nothing compared yet.</p>
      ) : (
        <>
          <p className="parity-sum">
            {formatCount(parity.comparisons)} compared,{' '}
            {parity.differing === 0 ? 'all alike' : <strong>{formatCount(parity.differing)} differ</strong>}
            {!parity.complete && ' (this replica only)'}
          </p>
          <ul className="facts" aria-label="By fact">
            {parity.facts.map((fact) => (
              <Fact key={fact.fact} fact={fact} />
            ))}
          </ul>
          {parity.facts.some(({ differing }) => differing > 0) && (
            <p>
              <Link to={`/capabilities/${name}#samples`}>
                See samples<span className="visually-hidden"> of {title}</span>
              </Link>
            </p>
          )}
        </>
      )}
    </section>
  );
}

function Fact({ fact: { fact, compared, differing, noise } }: { fact: FactCount }): ReactNode {
  const share = compared === 0 ? 0 : differing / compared;
  return (
    <li className={differing > 0 ? 'fact fact-differs' : 'fact'}>
      <span className="fact-name">{fact}</span>
      <span className="fact-bar" aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </span>
      <span className="fact-share">{differing > 0 ? `${formatShare(share)} differ` : 'alike'}</span>
      {noise > 0 && <span className="fact-noise">{formatCount(noise)} noise</span>}
    </li>
  );
}
