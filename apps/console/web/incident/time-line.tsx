import type { ReactNode } from 'react';
import { formatMoment } from '../format/format.ts';
import type { Change, Signal } from './incidents.ts';

const width = 600;
const height = 48;

/** Signals above each other over one axis of time, with changes and the beginning of the fault marked on all of them. */
export function TimeLine({
  signals,
  changes,
  sinceMs,
}: {
  signals: readonly Signal[];
  changes: readonly Change[];
  sinceMs?: number;
}): ReactNode {
  const times = signals.flatMap(({ points }) => points.map(([at]) => at));
  if (times.length < 2) return <p className="hint">There is no history to show yet.</p>;
  const from = Math.min(...times);
  const to = Math.max(...times);
  const x = (at: number): number => ((at - from) / (to - from)) * width;
  const marked = changes.filter(({ atMs }) => atMs >= from && atMs <= to);
  return (
    <div className="time-line">
      {signals.map((signal) => (
        <Curve key={signal.name} signal={signal} x={x} changes={marked} sinceMs={sinceMs} />
      ))}
      <p className="hint">
        {formatMoment(new Date(from), new Date(to))} to {formatMoment(new Date(to), new Date(to))}
      </p>
      <Changes changes={changes} />
    </div>
  );
}

function Curve({
  signal: { name, unit, points },
  x,
  changes,
  sinceMs,
}: {
  signal: Signal;
  x: (at: number) => number;
  changes: readonly Change[];
  sinceMs: number | undefined;
}): ReactNode {
  const most = Math.max(...points.map(([, value]) => value), 0);
  const last = points.at(-1)?.[1] ?? 0;
  const y = (value: number): number => height - 2 - (most === 0 ? 0 : (value / most) * (height - 4));
  const words = `${name}: now ${last} ${unit}, at most ${most} ${unit}`;
  return (
    <figure className="signal">
      <figcaption>{words}</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words} preserveAspectRatio="none">
        {sinceMs !== undefined && <rect className="fault" x={x(sinceMs)} width={width} y="0" height={height} />}
        {changes.map(({ atMs, subject }) => (
          <line key={`${atMs}${subject}`} className="change" x1={x(atMs)} x2={x(atMs)} y1="0" y2={height} />
        ))}
        <polyline points={points.map(([at, value]) => `${x(at)},${y(value)}`).join(' ')} />
      </svg>
    </figure>
  );
}

function Changes({ changes }: { changes: readonly Change[] }): ReactNode {
  if (changes.length === 0) return <p>Nothing was changed lately.</p>;
  const now = new Date();
  return (
    <ul aria-label="Changes">
      {changes.map(({ atMs, kind, subject, to, by }) => (
        <li key={`${atMs}${kind}${subject}`}>
          {formatMoment(new Date(atMs), now)}: {kind} of {subject}
          {to !== undefined && <> – {to}</>}
          {by !== undefined && <> ({by})</>}
        </li>
      ))}
    </ul>
  );
}
