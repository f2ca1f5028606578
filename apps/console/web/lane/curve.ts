import { keptMs } from '../live/history.ts';

export interface Reading {
  at: number;
  value: number | undefined;
}

export const width = 240;
export const height = 48;
const margin = 3;

/** The value at the top of the chart: room for the limit and for everything measured. */
export function topOf(readings: readonly Reading[], limit: number | undefined): number {
  return Math.max(...readings.map(({ value }) => value ?? 0), (limit ?? 0) * 1.25, Number.EPSILON);
}

export function heightOf(value: number, top: number): number {
  return round(height - margin - (value / top) * (height - 2 * margin));
}

/** SVG path through the readings of the last two minutes; a gap where there was nothing to measure. */
export function curve(readings: readonly Reading[], top: number): string {
  const latest = readings.at(-1)?.at ?? 0;
  let drawing = false;
  return readings
    .map(({ at, value }) => {
      if (value === undefined) {
        drawing = false;
        return '';
      }
      const command = drawing ? 'L' : 'M';
      drawing = true;
      return `${command}${round(width - ((latest - at) / keptMs) * width)} ${heightOf(value, top)}`;
    })
    .join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
