/** One series of a process: `metric|value of a label|…`, the labels in the order in which `keptMetrics` names them. */
export type SeriesKey = string;

export interface Series {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
}

export function seriesKey(metric: string, values: readonly string[] = []): SeriesKey {
  return [metric, ...values].join('|');
}

export function readSeriesKey(key: SeriesKey, labelsOf: (metric: string) => readonly string[]): Series {
  const [metric = '', ...values] = key.split('|');
  return { metric, labels: Object.fromEntries(labelsOf(metric).map((label, index) => [label, values[index] ?? ''])) };
}
