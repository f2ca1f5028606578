import type { ReactNode } from 'react';
import { formatActor, formatMoment, timeZoneName } from '../format/format.ts';
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
    <table className="table">
      <caption className="visually-hidden">Decisions, newest first</caption>
      <thead>
        <tr>
          <th scope="col">When ({timeZoneName()})</th>
          <th scope="col">What</th>
          <th scope="col">Who</th>
          <th scope="col">Why</th>
        </tr>
      </thead>
      <tbody>
        {history.map((decision) => (
          <tr key={decision.id}>
            <td data-label="When">
              <time dateTime={decision.at}>{formatMoment(new Date(decision.at), now)}</time>
            </td>
            <th scope="row">
              {actionWords(words, decision.action)} → {stateWords(words, decision.ledTo)}
            </th>
            <td data-label="Who">{formatActor(decision.operator)}</td>
            <td data-label="Why">
              {decision.reason}
              {Object.entries(decision.details).map(([name, reference]) => (
                <span key={name} className="command-why">
                  {words.references[name]?.short ?? name} <code>{String(reference)}</code>
                </span>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
