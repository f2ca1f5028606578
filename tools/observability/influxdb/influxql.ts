/**
 * What dashboards and alert rules ask, in InfluxQL, which InfluxDB 1, 2 and 3 all answer. A counter is kept per pod and
 * starts again with it, so what is asked first is how much each went up, and then what that is together.
 */

export interface Measured {
  /** A measurement's name, or a regular expression between slashes. */
  metric: string;
  /** As in `"side" = 'new'`. */
  where?: string[];
  /** Tags that are told apart. */
  by?: string[];
}

/** Beginning, end and step of what is asked, as Grafana fills them in or an alert rule fixes them. */
export interface Span {
  time: string;
  step: string;
  /** Absent: one value for all of it. */
  groupTime?: string;
}

/** Filled in by Grafana. */
export const dashboardSpan: Span = { time: '$timeFilter', step: '$__interval', groupTime: '$__interval' };

/** How often something happens, in a second. */
export function rate({ field = 'counter', ...measured }: Measured & { field?: string }, span = dashboardSpan): string {
  const each = rising([{ ...measured, field, as: 'each' }], span);
  return `SELECT sum("each") AS "a second" FROM ${each} WHERE ${span.time} ${grouped(measured.by, span)}`;
}

/** How often something happened, in all of the time. */
export function increase(
  { metric, where = [], by, field = 'counter' }: Measured & { field?: string },
  span: Span,
): string {
  const filter = [...where, span.time].join(' AND ');
  const each = `(SELECT non_negative_difference(last("${field}")) AS "each" FROM ${named(metric)} WHERE ${filter} GROUP BY time(${span.step}), *)`;
  return `SELECT sum("each") AS "times" FROM ${each} WHERE ${span.time} ${grouped(by, span)}`;
}

export interface Part extends Measured {
  field?: string;
}

/** What share of all the others are; 0 when there are none. */
export function share(part: Part, all: Part, span = dashboardSpan): string {
  const from = rising(
    [
      { field: 'counter', ...all, as: 'all' },
      { field: 'counter', ...part, as: 'part' },
    ],
    span,
  );
  return `SELECT sum("part") / sum("all") AS "share" FROM ${from} WHERE ${span.time} ${grouped(all.by, span)} fill(0)`;
}

/** How long it takes on average, of a histogram of seconds. */
export function mean(measured: Measured, span = dashboardSpan): string {
  const of = { ...measured, field: 'sum', as: 'sum' };
  const from = rising([of, { ...measured, field: 'count', as: 'count' }], span);
  return `SELECT sum("sum") / sum("count") AS "mean" FROM ${from} WHERE ${span.time} ${grouped(measured.by, span)} fill(none)`;
}

export type Summary = 'max' | 'min' | 'mean' | 'last' | 'sum';

/**
 * The level of something: of several pods the highest, unless said otherwise.
 * @param scale as in ` / 1000`
 */
export function level(
  {
    metric,
    where = [],
    by,
    field = 'gauge',
    of = 'max',
    scale = '',
  }: Measured & { field?: string; of?: Summary; scale?: string },
  span = dashboardSpan,
): string {
  return `SELECT ${of}("${field}")${scale} AS "${of}" FROM ${named(metric)} WHERE ${[...where, span.time].join(' AND ')} ${grouped(by, span)}`;
}

/** The level of each of several added up, as of connections of all pods. */
export function total(
  { metric, where = [], by, field = 'gauge' }: Measured & { field?: string },
  span = dashboardSpan,
): string {
  const each = `(SELECT mean("${field}") AS "each" FROM ${named(metric)} WHERE ${[...where, span.time].join(' AND ')} GROUP BY time(${span.step}), *)`;
  return `SELECT sum("each") AS "total" FROM ${each} WHERE ${span.time} ${grouped(by, span)}`;
}

interface Rising extends Measured {
  field: string;
  as: string;
}

/** Per second and for each series by itself, so that one that starts again at 0 is no fall of all of them. */
function rising(parts: Rising[], { time, step }: Span): string {
  return parts
    .map(({ metric, where = [], field, as }) => {
      const filter = [...where, time].join(' AND ');
      const each = `non_negative_derivative(last("${field}"), 1s) AS "${as}"`;
      return `(SELECT ${each} FROM ${named(metric)} WHERE ${filter} GROUP BY time(${step}), *)`;
    })
    .join(', ');
}

function named(metric: string): string {
  return metric.startsWith('/') ? metric : `"${metric}"`;
}

function grouped(by: string[] = [], { groupTime }: Span): string {
  const parts = [...(groupTime === undefined ? [] : [`time(${groupTime})`]), ...by.map((tag) => `"${tag}"`)];
  return parts.length === 0 ? '' : `GROUP BY ${parts.join(', ')}`;
}
