export interface Reading {
  at: number;
  value: number | undefined;
}

/** The stretch of time that a chart shows, in milliseconds of the epoch. */
export interface Span {
  from: number;
  to: number;
}

export const width = 240;
export const height = 64;
const margin = 3;
/** Readings come every second; where this much is missing nobody was looking, and the curve has a gap. */
const gapMs = 5_000;

/**
 * The value at the top of the chart, a round one: room for the limit and for everything measured.
 * @returns undefined when there is neither.
 */
export function topOf(readings: readonly Reading[], limit: number | undefined): number | undefined {
  const most = Math.max(...readings.map(({ value }) => value ?? 0), (limit ?? 0) * 1.25);
  return most > 0 ? roundUp(most) : undefined;
}

/** 1, 2 or 5 and noughts. */
function roundUp(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 5, 10].find((each) => each * unit >= value) ?? 10;
  return factor * unit;
}

export function heightOf(value: number, top: number): number {
  return round(height - margin - (value / top) * (height - 2 * margin));
}

/** 0 at the left, 1 at the right. */
export function placeOf(at: number, { from, to }: Span): number {
  return (at - from) / (to - from);
}

/** SVG path through the readings; a gap where there was nothing to measure, and where nobody measured. */
export function curve(readings: readonly Reading[], top: number, span: Span): string {
  let last = -Infinity;
  return readings
    .filter(({ at }) => at >= span.from)
    .flatMap(({ at, value }) => {
      const command = at - last < gapMs ? 'L' : 'M';
      last = value === undefined ? -Infinity : at;
      if (value === undefined) return [];
      return [`${command}${round(width * placeOf(at, span))} ${heightOf(value, top)}`];
    })
    .join('');
}

/** The reading of a moment; none when nobody measured then. */
export function readingAt(readings: readonly Reading[], at: number): number | undefined {
  return readings.findLast((each) => each.at <= at && at - each.at < gapMs)?.value;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
