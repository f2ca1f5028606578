import { type ReactNode, useState } from 'react';

const minuteMs = 60_000;
const ranges = [2, 5, 15].map((minutes) => minutes * minuteMs);
const [shortest = minuteMs] = ranges;
const key = 'chart-range';

/** How far back the charts of a page go, in milliseconds; remembered in the tab. */
export function useChartRange(): [number, (rangeMs: number) => void] {
  const [rangeMs, setRangeMs] = useState(() => {
    const stored = Number(sessionStorage.getItem(key));
    return ranges.find((range) => range === stored) ?? shortest;
  });
  return [
    rangeMs,
    (chosen) => {
      sessionStorage.setItem(key, String(chosen));
      setRangeMs(chosen);
    },
  ];
}

export function ChartRangeSelect({
  rangeMs,
  onChange,
}: {
  rangeMs: number;
  onChange: (rangeMs: number) => void;
}): ReactNode {
  return (
    <label className="field-inline">
      Charts show the last
      <select
        className="select"
        value={rangeMs}
        onChange={({ target }) => {
          onChange(Number(target.value));
        }}
      >
        {ranges.map((range) => (
          <option key={range} value={range}>
            {range / minuteMs} minutes
          </option>
        ))}
      </select>
    </label>
  );
}
