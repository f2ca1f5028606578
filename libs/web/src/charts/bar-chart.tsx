import type { ReactNode } from 'react';
import { TableBehind } from './table-behind.tsx';

export interface Bar {
  id: string;
  value: number;
  /** Below the bar, as short as it gets. */
  label: string;
  /** What it is, in full, and how much: read out, and written in the table. */
  name: string;
  amount: string;
  highlighted?: boolean;
}

export interface BarChartProps {
  bars: readonly Bar[];
  /** Makes the link a bar is, where it leads somewhere. */
  link?: (bar: Bar, content: ReactNode) => ReactNode;
  /** A line across, such as a limit, and what it is called. */
  limit?: { value: number; label: string };
  table: { summary: string; name: string; amount: string };
}

/** Bars side by side, each to be read and pressed by itself, and the same figures in a table behind. */
export function BarChart({ bars, link = (_bar, content) => content, limit, table }: BarChartProps): ReactNode {
  const top = Math.max(...bars.map(({ value }) => value), limit?.value ?? 0);
  return (
    <>
      <div className="bar-chart">
        {limit && <LimitLine share={shareOf(limit.value, top)} label={limit.label} />}
        <ul className="bars">
          {bars.map((bar) => (
            <li key={bar.id} className={bar.highlighted ? 'bar bar-highlighted' : 'bar'}>
              {link(bar, <BarContent bar={bar} share={shareOf(bar.value, top)} />)}
            </li>
          ))}
        </ul>
      </div>
      <TableBehind summary={table.summary} columns={[table.name, table.amount]} rows={bars} />
    </>
  );
}

function BarContent({ bar, share }: { bar: Bar; share: number }): ReactNode {
  return (
    <span className="bar-content">
      <svg className="bar-picture" aria-hidden="true">
        <rect className="bar-shape" x="0" y={`${100 - share}%`} width="100%" height={`${share}%`} rx="4" />
      </svg>
      <span className="bar-label" aria-hidden="true">
        {bar.label}
      </span>
      <span className="visually-hidden">
        {bar.name}: {bar.amount}
      </span>
    </span>
  );
}

function LimitLine({ share, label }: { share: number; label: string }): ReactNode {
  return (
    <div className="bar-limit">
      <svg aria-hidden="true">
        <line x1="0" x2="100%" y1={`${100 - share}%`} y2={`${100 - share}%`} />
      </svg>
      <span>{label}</span>
    </div>
  );
}

/** In percent, and never so little that there is nothing to see or press. */
function shareOf(value: number, top: number): number {
  if (value <= 0 || top <= 0) return 0;
  return Math.max(2, Math.round((value / top) * 100));
}
