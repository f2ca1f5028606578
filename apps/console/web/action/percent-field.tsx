import type { ReactNode } from 'react';

const usual = [1, 5, 10, 25, 50, 100];

export function PercentField({ value, onChange }: { value: string; onChange: (percent: string) => void }): ReactNode {
  return (
    <div className="field">
      <label htmlFor="percent">Share of customers on the new side, in %</label>
      <input
        id="percent"
        className="input"
        type="number"
        inputMode="decimal"
        min="0"
        max="100"
        step="any"
        value={value}
        onChange={({ target }) => {
          onChange(target.value);
        }}
      />
      <div className="chips">
        {usual.map((percent) => (
          <button
            key={percent}
            type="button"
            className="chip"
            aria-pressed={String(percent) === value}
            onClick={() => {
              onChange(String(percent));
            }}
          >
            {percent} %
          </button>
        ))}
      </div>
    </div>
  );
}
