import { type ReactNode, useState } from 'react';
import { formatTime } from '../format/format.ts';
import { curve, height, heightOf, placeOf, type Reading, readingAt, type Span, topOf, width } from './curve.ts';

/** Something that was decided, to be seen beside what it did. */
export interface Mark {
  at: number;
  text: string;
}

interface ChartProps {
  title: string;
  old: readonly Reading[];
  fresh: readonly Reading[];
  limit: number | undefined;
  marks: readonly Mark[];
  span: Span;
  format: (value: number) => string;
}

const secondMs = 1_000;
/** A decision is told with the values of a moment when it is this near, as a part of the width. */
const nearMark = 1 / 60;

/** Both sides over time. Pointer or arrow keys choose a moment, whose values are then said in words. */
export function Chart({ title, old, fresh, limit, marks, span, format }: ChartProps): ReactNode {
  const [chosen, setChosen] = useState<number>();
  const moment = chosen !== undefined && chosen >= span.from ? Math.min(chosen, span.to) : undefined;
  const scale = topOf(
    [...old, ...fresh].filter(({ at }) => at >= span.from),
    limit,
  );
  const top = scale ?? 1;
  const seen = marks.filter(({ at }) => at >= span.from && at <= span.to);
  const valueText = (readings: readonly Reading[], at: number): string => {
    const value = readingAt(readings, at);
    return value === undefined ? '–' : format(value);
  };
  const said = (at: number): string => {
    const decided = seen.filter((mark) => Math.abs(mark.at - at) <= (span.to - span.from) * nearMark);
    const values = `${formatTime(at)}: old ${valueText(old, at)}, new ${valueText(fresh, at)}`;
    return [values, ...decided.map(({ text }) => text)].join('; ');
  };
  const percent = (at: number): string => `${placeOf(at, span) * 100}%`;
  return (
    <div className="chart">
      <div className="chart-values" aria-hidden="true">
        <span>{scale !== undefined && format(scale)}</span>
        <span>{format(0)}</span>
      </div>
      <div className="chart-plot">
        <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
          {limit !== undefined && (
            <line className="curve-limit" x1="0" x2={width} y1={heightOf(limit, top)} y2={heightOf(limit, top)} />
          )}
          <path className="curve-old" d={curve(old, top, span)} />
          <path className="curve-new" d={curve(fresh, top, span)} />
        </svg>
        {seen.map(({ at, text }) => (
          <span key={`${at}${text}`} className="chart-mark" style={{ insetInlineStart: percent(at) }} />
        ))}
        {moment !== undefined && <span className="chart-moment" style={{ insetInlineStart: percent(moment) }} />}
        <input
          className="chart-cursor"
          type="range"
          min={0}
          max={Math.round((span.to - span.from) / secondMs)}
          value={Math.round(((moment ?? span.to) - span.from) / secondMs)}
          aria-label={`${title}: values at a moment`}
          aria-valuetext={said(moment ?? span.to)}
          onChange={({ target }) => {
            setChosen(span.from + target.valueAsNumber * secondMs);
          }}
          onPointerMove={({ clientX, currentTarget }) => {
            const { left, width: shown } = currentTarget.getBoundingClientRect();
            setChosen(span.from + ((clientX - left) / shown) * (span.to - span.from));
          }}
          onPointerLeave={() => {
            setChosen(undefined);
          }}
          onBlur={() => {
            setChosen(undefined);
          }}
        />
      </div>
      <div className="chart-times" aria-hidden="true">
        {moment === undefined ? (
          <>
            <span>{formatTime(span.from)}</span>
            {seen.length > 0 && <span>{seen.length === 1 ? '1 decision' : `${seen.length} decisions`}</span>}
            <span>{formatTime(span.to)}</span>
          </>
        ) : (
          <span className="chart-said">{said(moment)}</span>
        )}
      </div>
    </div>
  );
}
