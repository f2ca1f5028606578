/** What Grafana makes of an alert, worked out from what the real InfluxDB answers: the last value of each, compared. */
import type { Series } from '../testing/influxdb-client.ts';
import type { Alert, Condition } from './alert.ts';

export type Ask = (influxql: string) => Promise<Series[]>;

/** @returns the tags of whatever is to be told of, at a moment */
export async function firing(
  { conditions, withoutData }: Pick<Alert, 'conditions' | 'withoutData'>,
  endMs: number,
  ask: Ask,
): Promise<Record<string, string>[]> {
  const answers: Map<string, boolean>[] = [];
  for (const condition of conditions) answers.push(await holding(condition, endMs, ask));
  const [first = new Map<string, boolean>(), ...others] = answers;
  if (first.size === 0 && withoutData === 'alerting') return [{}];
  const found = [...first].filter(([tags, holds]) => holds && others.every((other) => other.get(tags) === true));
  return found.map(([tags]) => JSON.parse(tags) as Record<string, string>);
}

/** For each series, by its tags, whether its last value is one that may not be. */
async function holding(
  { influxql, windowSeconds, above, below }: Condition,
  endMs: number,
  ask: Ask,
): Promise<Map<string, boolean>> {
  const time = `time >= ${endMs - windowSeconds * 1_000}ms AND time < ${endMs}ms`;
  const series = await ask(influxql.replaceAll('$timeFilter', time));
  return new Map(
    series.flatMap(({ tags, rows }) => {
      const values = rows
        .flatMap((row) => Object.entries(row).flatMap(([column, value]) => (column === 'time' ? [] : [value])))
        .filter((value) => typeof value === 'number');
      const last = values.at(-1);
      if (last === undefined) return [];
      return [
        [JSON.stringify(tags), (above === undefined || last > above) && (below === undefined || last < below)] as const,
      ];
    }),
  );
}
