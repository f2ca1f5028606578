/** What every dashboard of ours has in common. */
import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
  AnnotationQueryBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { Board } from './board.ts';
import { chosenSource, influxQuery } from './panels.ts';

export const folder = { uid: 'wellspring', title: 'Wellspring' };

export interface DashboardOptions {
  uid: string;
  title: string;
  /** What it is for. */
  purpose: string;
}

export function dashboard({ uid, title, purpose }: DashboardOptions): Board {
  return new Board({ uid: `wellspring-${uid}`, title, description: purpose })
    .withVariable(
      new DatasourceVariableBuilder('source').label('Kept').type('influxdb').regex('/^Wellspring /').current({
        text: 'Wellspring metrics, a week',
        value: 'wellspring-metrics',
        selected: true,
      }),
    )
    .annotation(
      annotation({
        name: 'Deployments',
        color: 'blue',
        // The first pod of a version, seen young: one that was there before is older when it is first seen.
        influxql:
          'SELECT "uptime", "service", "version" FROM (SELECT first("gauge") AS "uptime" FROM "process_uptime_seconds" ' +
          'WHERE $timeFilter GROUP BY "service", "version") WHERE "uptime" < 60',
        text: 'service',
        tags: 'version',
      }),
    );
}

/** The values of a tag, to pick one from. */
export function tagVariable(name: string, label: string, metric: string): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(chosenSource)
    .query(`SHOW TAG VALUES FROM "${metric}" WITH KEY = "${name}"`)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc);
}

export interface Annotation {
  name: string;
  color: string;
  influxql: string;
  /** The column that is shown. */
  text: string;
  tags: string;
}

export function annotation({ name, color, influxql, text, tags }: Annotation): AnnotationQueryBuilder {
  const query = {
    ...influxQuery({ refId: 'Anno', query: influxql, resultFormat: 'table', datasource: chosenSource }).build(),
    fromAnnotations: true,
    queryType: 'tags',
    name,
    textColumn: text,
    tagsColumn: tags,
  };
  return new AnnotationQueryBuilder()
    .name(name)
    .datasource(chosenSource)
    .enable(true)
    .hide(false)
    .iconColor(color)
    .target({ build: () => query });
}
