/** What every dashboard of ours has in common, in Grafana's classic form, which every version in use takes. */
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  type AnnotationQuery,
  AnnotationQueryBuilder,
  DatasourceVariableBuilder,
  type Panel,
  QueryVariableBuilder,
  type RowPanel,
  type VariableModel,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { chosenSource, influxQuery } from './panels.ts';
import { placed, type Row } from './rows.ts';

export const folder = { uid: 'wellspring', title: 'Wellspring' };

export interface Dashboard {
  uid: string;
  title: string;
  description: string;
  tags: string[];
  schemaVersion: number;
  editable: boolean;
  graphTooltip: number;
  timezone: string;
  refresh: string;
  time: { from: string; to: string };
  templating: { list: VariableModel[] };
  annotations: { list: AnnotationQuery[] };
  panels: (Panel | RowPanel)[];
}

export interface DashboardOptions {
  uid: string;
  title: string;
  /** What it is for. */
  purpose: string;
  rows: Row[];
  variables?: Builder<VariableModel>[];
  annotations?: Builder<AnnotationQuery>[];
}

export function dashboard({
  uid,
  title,
  purpose,
  rows,
  variables = [],
  annotations = [],
}: DashboardOptions): Dashboard {
  return {
    uid: `wellspring-${uid}`,
    title,
    description: purpose,
    tags: ['wellspring'],
    schemaVersion: 41,
    // Changes are made here and reviewed.
    editable: false,
    // One crosshair in all panels.
    graphTooltip: 1,
    timezone: 'browser',
    refresh: '30s',
    time: { from: 'now-1h', to: 'now' },
    templating: { list: [keptVariable(), ...variables].map((each) => each.build()) },
    annotations: { list: [deployments(), ...annotations].map((each) => each.build()) },
    panels: placed(rows),
  };
}

/** The week, or the year. */
function keptVariable(): Builder<VariableModel> {
  return new DatasourceVariableBuilder('source').label('Kept').type('influxdb').regex('/^Wellspring /').current({
    text: 'Wellspring metrics, a week',
    value: 'wellspring-metrics',
    selected: true,
  });
}

function deployments(): Builder<AnnotationQuery> {
  return annotation({
    name: 'Deployments',
    color: 'blue',
    // The first pod of a version, seen young: one that was there before is older when it is first seen.
    influxql:
      'SELECT "uptime", "service", "version" FROM (SELECT first("gauge") AS "uptime" FROM "process_uptime_seconds" ' +
      'WHERE $timeFilter GROUP BY "service", "version") WHERE "uptime" < 60',
    text: 'service',
    tags: 'version',
  });
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
