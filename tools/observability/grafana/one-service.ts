/** Generated from what the libraries measure, which is the same for every service, and from what single services do. */
import { basename, dirname } from 'node:path';
import type { DeclaredMetric } from '../metrics/declared-metrics.ts';
import type { Board } from './board.ts';
import { dashboard, tagVariable } from './dashboard.ts';
import { panelsOf } from './measured-panels.ts';
import { row } from './panels.ts';

/** What is measured for something else than to be looked at here, and for what. */
const leftOut = new Map([
  ['process_start_time_seconds', 'process_uptime_seconds says the same in a way that can be read'],
]);

export function oneService(metrics: DeclaredMetric[]): Board {
  const board = dashboard({
    uid: 'one-service',
    title: 'One service',
    purpose: 'Everything one service says of itself. Below: what only single services measure, whichever is chosen.',
  }).withVariable(tagVariable('service', 'Service', 'process_uptime_seconds'));
  const shown = metrics.filter(({ name }) => !leftOut.has(name));
  const common = Map.groupBy(shown.filter(isCommon), subjectOf);
  for (const [subject, measured] of inOrder(common)) {
    board.withRow(row(subject));
    for (const metric of measured)
      for (const panel of panelsOf(metric, [`"service" = '$service'`])) board.withPanel(panel);
  }
  const own = Map.groupBy(
    shown.filter((metric) => !isCommon(metric)),
    ({ project }) => basename(project),
  );
  for (const [service, measured] of own) {
    board.withRow(
      row(
        `Only ${service}`,
        measured.flatMap((metric) => panelsOf(metric)),
      ),
    );
  }
  return board;
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
