import { Badge } from '@wellspring/web';
import type { ReactNode } from 'react';
import { formatActor, formatPosition } from '../format/format.ts';
import { Table } from '../table/table.tsx';
import { whenColumn } from '../table/when-column.tsx';
import type { AuditEntry } from './audit.ts';
import { evidenceLines } from './evidence.ts';
import { actionWords } from './words.ts';

/** Who moved what from where to where, and why; the numbers of the moment one click away. */
export function AuditTable({ entries }: { entries: readonly AuditEntry[] }): ReactNode {
  const now = new Date();
  return (
    <Table
      caption="Decisions, newest first"
      captionHidden
      columns={[
        whenColumn(now),
        { label: 'Capability', heading: true, of: ({ capability }) => capability },
        { label: 'What', of: whatOf },
        { label: 'Who', of: ({ actor }) => formatActor(actor) },
        {
          label: 'Why',
          of: ({ reason, metrics }) => (
            <>
              {reason}
              <Evidence metrics={metrics} />
            </>
          ),
        },
      ]}
      rows={entries}
      keyOf={({ id }) => id}
      classOf={({ origin }) => (origin === 'guardrail' ? 'audit-guardrail' : undefined)}
    />
  );
}

function whatOf({ action, forced, from, to }: AuditEntry): ReactNode {
  return (
    <>
      <Badge tone={action === 'rollback' ? 'bad' : 'neutral'}>{actionWords[action]}</Badge>{' '}
      {forced && <Badge tone="attention">forced</Badge>}
      <span className="audit-way">
        {from ? `${formatPosition(from)} → ` : ''}
        {formatPosition(to)}
      </span>
    </>
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
