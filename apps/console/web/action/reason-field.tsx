import { type ReactNode, useEffect, useRef } from 'react';
import type { ActionName } from './action.ts';

/** As the operations API has it. */
export const shortestReason = 3;
const longestReason = 500;

/** One more click instead of typing, for whoever was woken up. */
const suggestions: Record<ActionName, string[]> = {
  rollback: ['New side is failing', 'New side is slow', 'Customers complain', 'Wrong data shown'],
  advance: ['Planned step'],
  percent: ['Planned step', 'Reduce impact'],
  pause: ['Investigating', 'Incident elsewhere'],
  resume: ['Fixed'],
};

interface ReasonFieldProps {
  action: ActionName;
  value: string;
  onChange: (reason: string) => void;
  complaint: string | undefined;
}

export function ReasonField({ action, value, onChange, complaint }: ReasonFieldProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.focus();
  }, [complaint]);
  return (
    <div className="field">
      <label htmlFor="reason">Reason</label>
      <input
        id="reason"
        ref={input}
        className="input"
        autoComplete="off"
        required
        maxLength={longestReason}
        value={value}
        aria-invalid={complaint !== undefined}
        aria-describedby={complaint === undefined ? undefined : 'reason-complaint'}
        onChange={({ target }) => {
          onChange(target.value);
        }}
      />
      {complaint !== undefined && (
        <p id="reason-complaint" className="complaint" role="alert">
          {complaint}
        </p>
      )}
      <div className="chips" role="group" aria-label="Usual reasons">
        {suggestions[action].map((suggestion) => (
          <button
            key={suggestion}
            type="button"
            className="chip"
            onClick={() => {
              onChange(suggestion);
            }}
          >
            {suggestion}
          </button>
        ))}
      </div>
    </div>
  );
}
