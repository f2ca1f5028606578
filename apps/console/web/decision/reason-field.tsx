import { type ReactNode, useEffect, useRef } from 'react';

/** As the operations APIs have it. */
export const shortestReason = 3;
const longestReason = 500;

interface ReasonFieldProps {
  suggestions: readonly string[];
  value: string;
  onChange: (reason: string) => void;
  complaint: string | undefined;
}

export function ReasonField({ suggestions, value, onChange, complaint }: ReasonFieldProps): ReactNode {
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
        {suggestions.map((suggestion) => (
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
