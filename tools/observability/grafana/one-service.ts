/** Generated from what the libraries measure, which is the same for every service, and from what single services do. */
import { basename, dirname } from 'node:path';
import type { DeclaredMetric } from '../metrics/declared-metrics.ts';
import { type Dashboard, dashboard, tagVariable } from './dashboard.ts';
import { panelsOf } from './measured-panels.ts';
import type { Row } from './rows.ts';

/** What is measured for something else than to be looked at here, and for what. */
const leftOut = new Map([
  ['process_start_time_seconds', 'process_uptime_seconds says the same in a way that can be read'],
]);

export function oneService(metrics: DeclaredMetric[]): Dashboard {
  const shown = metrics.filter(({ name }) => !leftOut.has(name));
  return dashboard({
    uid: 'one-service',
    title: 'One service',
    purpose: 'Everything one service says of itself. Below: what only single services measure, whichever is chosen.',
    variables: [tagVariable('service', 'Service', 'process_uptime_seconds')],
    rows: [...commonRows(shown.filter(isCommon)), ...ownRows(shown.filter((metric) => !isCommon(metric)))],
  });
}

function commonRows(metrics: DeclaredMetric[]): Row[] {
  return inOrder(Map.groupBy(metrics, subjectOf)).map(([title, measured]) => ({
    title,
    panels: measured.flatMap((metric) => panelsOf(metric, [`"service" = '$service'`])),
  }));
}

function ownRows(metrics: DeclaredMetric[]): Row[] {
  const byService = Map.groupBy(metrics, ({ project }) => basename(project));
  return [...byService].map(([service, measured]) => ({
    title: `Only ${service}`,
    closed: true,
    panels: measured.flatMap((metric) => panelsOf(metric)),
  }));
}

function isCommon({ project }: DeclaredMetric): boolean {
  return project.startsWith('libs/');
}

/** By the folder that measures it, in words. A library that is new gets a row of its own. */
const subjects = new Map([
  ['traffic', 'Requests and log'],
  ['service', 'Requests and log'],
  ['http-client', 'Calls to other systems'],
  ['database', 'Database'],
  ['jobs', 'Background jobs'],
  ['outbox', 'Outbox'],
  ['metrics', 'Process'],
]);

function subjectOf({ file }: DeclaredMetric): string {
  const folder = basename(dirname(file));
  const name = folder === 'src' ? basename(dirname(dirname(file))) : folder;
  return subjects.get(name) ?? `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('-', ' ')}`;
}

function inOrder(rows: Map<string, DeclaredMetric[]>): [string, DeclaredMetric[]][] {
  const order = [...subjects.values()];
  const place = ([subject]: [string, unknown]): number => (order.indexOf(subject) + order.length) % order.length;
  return [...rows].sort((a, b) => place(a) - place(b));
}
