/**
 * How fast a capability uses up the errors it may make in 30 days, after "Alerting on SLOs" of the SRE workbook: the long
 * window says that it matters, the short one that it goes on.
 */
import { increase, share, type Measured } from '../influxdb/influxql.ts';
import type { Alert, Condition, Severity } from './alert.ts';
import type { Limits } from './limits.ts';

const minute = 60;
const hour = 60 * minute;

interface BurnRate {
  name: string;
  title: string;
  severity: Severity;
  /** How many times faster than would just do. */
  times: number;
  longSeconds: number;
  shortSeconds: number;
}

const burnRates: BurnRate[] = [
  {
    name: 'burns-in-hours',
    title: 'A capability fails badly',
    severity: 'page',
    times: 14.4,
    longSeconds: hour,
    shortSeconds: 5 * minute,
  },
  {
    name: 'burns-in-days',
    title: 'A capability fails',
    severity: 'page',
    times: 6,
    longSeconds: 6 * hour,
    shortSeconds: 30 * minute,
  },
  {
    name: 'burns-in-a-week',
    title: 'A capability fails now and then',
    severity: 'ticket',
    times: 3,
    longSeconds: 24 * hour,
    shortSeconds: 2 * hour,
  },
  {
    name: 'burns-in-a-month',
    title: 'A capability fails more than it may',
    severity: 'ticket',
    times: 1,
    longSeconds: 72 * hour,
    shortSeconds: 6 * hour,
  },
];

/** One alert for each burn rate; capabilities with an objective of their own are told apart from all others. */
export function burnRateAlerts({ objectives, minFailures }: Limits): Alert[] {
  const own = Object.entries(objectives.capabilities);
  const others = own.length === 0 ? [] : [`"capability" !~ /^(${own.map(([name]) => name).join('|')})$/`];
  const groups: Group[] = [
    { objective: objectives.default, where: others },
    ...own.map(([of, objective]) => ({ of, objective, where: [`"capability" = '${of}'`] })),
  ];
  return groups.flatMap((group) => burnRates.map((burnRate) => alertOf(burnRate, group, minFailures)));
}

interface Group {
  /** The capability, if it has an objective of its own. */
  of?: string;
  objective: number;
  where: string[];
}

function alertOf(burnRate: BurnRate, { of, objective, where }: Group, minFailures: number): Alert {
  const { name, title, severity, times, longSeconds, shortSeconds } = burnRate;
  const above = Number(((times * (100 - objective)) / 100).toPrecision(6));
  const all: Measured = { metric: 'migration_requests_total', where, by: ['capability'] };
  const failed: Measured = { ...all, where: [...where, `"outcome" = 'failed'`] };
  const shareOver = (windowSeconds: number): Condition => ({
    influxql: share(failed, all, windowSpan(windowSeconds)),
    windowSeconds,
    above,
  });
  return {
    name,
    ...(of !== undefined && { of }),
    title: of === undefined ? title : `${title} (${of})`,
    severity,
    conditions: [
      shareOver(longSeconds),
      shareOver(shortSeconds),
      { influxql: increase(failed, windowSpan(longSeconds)), windowSeconds: longSeconds, above: minFailures },
    ],
    forSeconds: 0,
    summary: `{{ $labels.capability }} fails for more than ${Number((100 * above).toFixed(2))} % of requests`,
  };
}

/** Steps of a sixtieth, and not below three scrapes. */
export function windowSpan(windowSeconds: number): { time: string; step: string } {
  return { time: '$timeFilter', step: `${Math.max(30, windowSeconds / 60)}s` };
}
