import { Badge } from '@wellspring/web';
import type { ReactNode } from 'react';
import { formatActor, formatMoment, formatPosition, timeZoneName } from '../format/format.ts';
import type { AuditEntry } from './audit.ts';
import { evidenceLines } from './evidence.ts';
import { actionWords } from './words.ts';

/** Who moved what from where to where, and why; the numbers of the moment one click away. */
export function AuditTable({ entries }: { entries: readonly AuditEntry[] }): ReactNode {
  const now = new Date();
  return (
    <table className="table audit">
      <caption className="visually-hidden">Decisions, newest first</caption>
      <thead>
        <tr>
          <th scope="col">When ({timeZoneName()})</th>
          <th scope="col">Capability</th>
          <th scope="col">What</th>
          <th scope="col">Who</th>
          <th scope="col">Why</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.id} className={entry.origin === 'guardrail' ? 'audit-guardrail' : undefined}>
            <td data-label="When">
              <time dateTime={entry.at}>{formatMoment(new Date(entry.at), now)}</time>
            </td>
            <th scope="row">{entry.capability}</th>
            <td data-label="What">
              <Badge tone={entry.action === 'rollback' ? 'bad' : 'neutral'}>{actionWords[entry.action]}</Badge>{' '}
              {entry.forced && <Badge tone="attention">forced</Badge>}
              <span className="audit-way">
                {entry.from ? `${formatPosition(entry.from)} → ` : ''}
                {formatPosition(entry.to)}
              </span>
            </td>
            <td data-label="Who">{formatActor(entry.actor)}</td>
            <td data-label="Why">
              {entry.reason}
              <Evidence metrics={entry.metrics} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Evidence({ metrics }: { metrics: AuditEntry['metrics'] }): ReactNode {
  const lines = evidenceLines(metrics);
  if (lines.length === 0) return null;
  return (
    <details className="evidence">
      <summary>The numbers then</summary>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  );
}
