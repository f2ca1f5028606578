import type { ReactNode } from 'react';
import { formatMoment } from '../format/format.ts';
import type { Change, Signal } from './incidents.ts';

const width = 600;
const height = 56;
/** Room above the highest point and below the lowest, for the line's own thickness. */
const margin = 3;

/** When customers began to notice, and until when; without an end it goes on. */
export interface Fault {
  sinceMs: number;
  untilMs?: number | undefined;
}

interface TimeLineProps {
  signals: readonly Signal[];
  changes: readonly Change[];
  fault?: Fault | undefined;
}

/** Signals above each other over one axis of time, with changes and the time of the fault marked on all of them. */
export function TimeLine({ signals, changes, fault }: TimeLineProps): ReactNode {
  const times = signals.flatMap(({ points }) => points.map(([at]) => at));
  const [from, to] = [Math.min(...times), Math.max(...times)];
  if (times.length < 2 || from === to) return <p className="hint">There is no history to show yet.</p>;
  const x = (at: number): number => ((Math.min(Math.max(at, from), to) - from) / (to - from)) * width;
  const marked = changes.filter(({ atMs }) => atMs >= from && atMs <= to);
  return (
    <div className="time-line">
      {signals.map((signal) => (
        <Curve key={signal.name} signal={signal} x={x} changes={marked} fault={fault} />
      ))}
      <p className="axis">
        {[from, to].map((at) => (
          <time key={at} dateTime={new Date(at).toISOString()}>
            {formatMoment(new Date(at), new Date(to))}
          </time>
        ))}
      </p>
      <Changes changes={changes} />
    </div>
  );
}

interface CurveProps {
  signal: Signal;
  x: (at: number) => number;
  changes: readonly Change[];
  fault: Fault | undefined;
}

function Curve({ signal: { name, unit, points }, x, changes, fault }: CurveProps): ReactNode {
  const most = Math.max(...points.map(([, value]) => value), 0);
  const last = points.at(-1)?.[1] ?? 0;
  const y = (value: number): number => height - margin - (most === 0 ? 0 : (value / most) * (height - 2 * margin));
  const line = points.map(([at, value]) => `${x(at)},${y(value)}`).join(' ');
  const now = `now ${last} ${unit}`;
  const highest = `at most ${most} ${unit}`;
  return (
    <figure className="signal">
      <figcaption>
        <strong>{name}</strong> <span>{now}</span> <span>{highest}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${name}: ${now}, ${highest}`}
        preserveAspectRatio="none"
      >
        {fault && <FaultTime from={x(fault.sinceMs)} to={x(fault.untilMs ?? Infinity)} />}
        {changes.map(({ atMs, subject }) => (
          <line key={`${atMs}${subject}`} className="change" x1={x(atMs)} x2={x(atMs)} y1="0" y2={height} />
        ))}
        <polygon points={`${x(-Infinity)},${height} ${line} ${x(Infinity)},${height}`} />
        <polyline points={line} />
      </svg>
    </figure>
  );
}

function FaultTime({ from, to }: { from: number; to: number }): ReactNode {
  return (
    <g className="fault">
      <rect x={from} width={to - from} y="0" height={height} />
      <line x1={from} x2={from} y1="0" y2={height} />
    </g>
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
