/** The panels of a metric, made from how it is declared. */
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { boundField } from '../influxdb/fields.ts';
import type { DeclaredMetric } from '../metrics/declared-metrics.ts';
import { level, mean, rate, share } from '../influxdb/influxql.ts';
import { chart, type Unit } from './panels.ts';

/** Shares of a histogram of seconds are shown up to the bounds nearest to these. */
const telling = [0.1, 1];

/** @param where whose it is: nothing when only one service has it */
export function panelsOf(metric: DeclaredMetric, where: string[] = []): Builder<Panel>[] {
  const { name, kind, help, labels, buckets } = metric;
  const measured = { metric: name, where, by: labels };
  const alias = labels.map((label) => `$tag_${label}`).join(' ') || name;
  const asks = `${help}. ${name}`.replace('..', '.');
  const title = titleOf(help);
  switch (kind) {
    case 'gauge':
      return [chart({ title, asks, unit: unitOf(name), queries: [{ influxql: level(measured), alias }] })];
    case 'counter':
      return [chart({ title, asks, unit: rateUnitOf(name), queries: [{ influxql: rate(measured), alias }] })];
    case 'histogram':
      return [
        chart({
          title: `${title}: how many`,
          asks,
          unit: 'cps',
          queries: [{ influxql: rate({ ...measured, field: 'count' }), alias }],
        }),
        chart({ title: `${title}: how long`, asks, unit: 's', queries: [{ influxql: mean(measured), alias }] }),
        chart({
          title: `${title}: how many in time`,
          asks,
          unit: 'percentunit',
          max: 1,
          queries: boundsNear(buckets).map((bound) => ({
            influxql: share({ metric: name, where, field: boundField(bound) }, { metric: name, where, field: 'count' }),
            alias: `within ${bound} s`,
          })),
        }),
      ];
    default:
      return kind satisfies never;
  }
}

/** The beginning of the help text: what comes after a colon or a full stop explains it. */
function titleOf(help: string): string {
  const [title = help] = help.split(/[:;.](?:\s|$)/);
  return title;
}

function boundsNear(bounds: number[]): number[] {
  const nearest = telling.map(
    (wanted) => bounds.toSorted((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))[0] ?? wanted,
  );
  return [...new Set(nearest)];
}

function unitOf(name: string): Unit {
  if (name.endsWith('_seconds')) return 's';
  if (name.endsWith('_bytes')) return 'bytes';
  if (name.endsWith('_ratio')) return 'percentunit';
  return name.endsWith('_percent') ? 'percent' : 'short';
}

/** Seconds of something in a second are a share of it. */
function rateUnitOf(name: string): Unit {
  return name.endsWith('_seconds_total') ? 'percentunit' : 'cps';
}
