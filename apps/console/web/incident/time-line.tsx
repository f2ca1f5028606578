import type { ReactNode } from 'react';
import { formatMoment } from '../format/format.ts';
import { type Axis, type Fault, placeOn, type Stretch, stretchOn } from './axis.ts';
import type { Change, Signal } from './incidents.ts';

const width = 600;
const height = 56;
/** Room above the highest point and below the lowest, for the line's own thickness. */
const margin = 3;

interface TimeLineProps {
  signals: readonly Signal[];
  changes: readonly Change[];
  fault?: Fault | undefined;
}

/** Signals above each other over one axis of time, with changes and the time of the fault marked on all of them. */
export function TimeLine({ signals, changes, fault }: TimeLineProps): ReactNode {
  const times = signals.flatMap(({ points }) => points.map(([at]) => at));
  const [fromMs, toMs] = [Math.min(...times), Math.max(...times)];
  if (times.length < 2 || fromMs === toMs) return <p className="hint">There is no history to show yet.</p>;
  const axis = { fromMs, toMs, width };
  const marked = changes.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
  const stretch = fault && stretchOn(axis, fault);
  return (
    <div className="time-line">
      {signals.map((signal) => (
        <Curve key={signal.name} signal={signal} axis={axis} changes={marked} fault={stretch} />
      ))}
      <p className="axis">
        {[fromMs, toMs].map((at) => (
          <time key={at} dateTime={new Date(at).toISOString()}>
            {formatMoment(new Date(at), new Date(toMs))}
          </time>
        ))}
      </p>
      <Changes changes={changes} />
    </div>
  );
}

interface CurveProps {
  signal: Signal;
  axis: Axis;
  changes: readonly Change[];
  fault: Stretch | undefined;
}

function Curve({ signal: { name, unit, points }, axis, changes, fault }: CurveProps): ReactNode {
  const x = (at: number): number => placeOn(axis, at);
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
        {fault && <FaultTime {...fault} />}
        {changes.map(({ atMs, subject }) => (
          <line key={`${atMs}${subject}`} className="change" x1={x(atMs)} x2={x(atMs)} y1="0" y2={height} />
        ))}
        <polygon points={`0,${height} ${line} ${width},${height}`} />
        <polyline points={line} />
      </svg>
    </figure>
  );
}

function FaultTime({ from, to, begins }: Stretch): ReactNode {
  return (
    <g className="fault">
      <rect x={from} width={to - from} y="0" height={height} />
      {begins && <line x1={from} x2={from} y1="0" y2={height} />}
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
