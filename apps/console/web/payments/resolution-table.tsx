import type { ReactNode } from 'react';
import { formatActor, formatMoment, timeZoneName } from '../format/format.ts';
import type { Resolution } from './payments.ts';
import { actionWords, stateWords } from './words.ts';

const references: Record<string, string> = {
  chargeReference: 'charge',
  settlementReference: 'booking',
  refundReference: 'refund',
};

/** Who decided what about a payment, when, why, and what it led to. */
export function ResolutionTable({ history }: { history: readonly Resolution[] }): ReactNode {
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
              {actionWords[decision.action]} → {stateWords[decision.ledTo]}
            </th>
            <td data-label="Who">{formatActor(decision.operator)}</td>
            <td data-label="Why">
              {decision.reason}
              {Object.entries(decision.details).map(([name, reference]) => (
                <span key={name} className="payment-why">
                  {references[name] ?? name} <code>{reference}</code>
                </span>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
