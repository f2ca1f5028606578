import { seriesKey, type SeriesKey } from './series.ts';

const sample = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/;
const label = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/**
 * Reads the Prometheus text format, and of it only what is kept: a scrape is mostly buckets that nobody here looks at.
 * @throws {Error} when it is no such text
 */
export function readMetrics(text: string, kept: ReadonlyMap<string, readonly string[]>): Map<SeriesKey, number> {
  const values = new Map<SeriesKey, number>();
  let lines = 0;
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    lines += 1;
    const labels = kept.get(nameOf(line));
    if (labels === undefined) continue;
    const [, metric = '', labelText = '', value = ''] = sample.exec(line) ?? [];
    const number = Number(value);
    if (!Number.isFinite(number)) continue;
    const key = seriesKey(metric, labels.length === 0 ? [] : pick(labelText, labels));
    values.set(key, (values.get(key) ?? 0) + number);
  }
  if (lines === 0) throw new Error('no metrics');
  return values;
}

function nameOf(line: string): string {
  const end = line.search(/[{ ]/);
  return end < 0 ? line : line.slice(0, end);
}

/** A `|` would be read as the border between two values. */
function pick(text: string, wanted: readonly string[]): string[] {
  const found = new Map([...text.matchAll(label)].map(([, name = '', value = '']) => [name, value]));
  return wanted.map((name) => (found.get(name) ?? '').replaceAll('|', '/'));
}
