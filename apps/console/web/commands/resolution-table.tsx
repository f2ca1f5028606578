import type { ReactNode } from 'react';
import { formatActor } from '../format/format.ts';
import { Table } from '../table/table.tsx';
import { whenColumn } from '../table/when-column.tsx';
import type { Resolution } from './commands.ts';
import { actionWords, stateWords, type Words } from './words.ts';

interface ResolutionTableProps {
  words: Words;
  history: readonly Resolution[];
}

/** Who decided what about a command, when, why, and what it led to. */
export function ResolutionTable({ words, history }: ResolutionTableProps): ReactNode {
  const now = new Date();
  return (
    <Table
      caption="Decisions, newest first"
      captionHidden
      columns={[
        whenColumn(now),
        {
          label: 'What',
          heading: true,
          of: ({ action, ledTo }) => `${actionWords(words, action)} → ${stateWords(words, ledTo)}`,
        },
        { label: 'Who', of: ({ operator }) => formatActor(operator) },
        {
          label: 'Why',
          of: ({ reason, details }) => (
            <>
              {reason}
              {Object.entries(details).map(([name, reference]) => (
                <span key={name} className="command-why">
                  {words.references[name]?.short ?? name} <code>{String(reference)}</code>
                </span>
              ))}
            </>
          ),
        },
      ]}
      rows={history}
      keyOf={({ id }) => id}
    />
  );
}
