/** Alerts as Grafana evaluates them: each condition is a query, its last value and a comparison. */
import {
  type Query,
  QueryBuilder,
  type Rule as BuiltRule,
  RuleBuilder,
} from '@grafana/grafana-foundation-sdk/alerting';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { TypeMathBuilder, TypeReduceBuilder } from '@grafana/grafana-foundation-sdk/expr';
import type { Alert, Condition } from '../alerts/alert.ts';
import { folder } from './dashboard.ts';
import { influxQuery } from './panels.ts';

export const alertsFile = 'deploy/observability/grafana/alerts.json';

/** Rules always look at the week that is kept as scraped. */
const source = { type: 'influxdb', uid: 'wellspring-metrics' };
const expressions = { type: '__expr__', uid: '__expr__' };
const group = 'Wellspring';
const everySeconds = 60;

/** What to do, in the repository. */
export function runbookFile(name: string): string {
  return `docs/runbooks/${name}.md`;
}

/** Whose organization a rule is in is Grafana's business. */
export type Rule = Omit<BuiltRule, 'orgID'>;

export interface Rules {
  title: string;
  folderUid: string;
  interval: number;
  rules: Rule[];
}

/** One group: they are evaluated one after the other, once a minute. */
export function ruleGroups(alerts: Alert[]): Rules[] {
  const rules = alerts.map((alert): Rule => {
    const rule: Partial<BuiltRule> & Rule = ruleOf(alert).build();
    delete rule.orgID;
    return rule;
  });
  return [{ title: group, folderUid: folder.uid, interval: everySeconds, rules }];
}

function ruleOf({
  name,
  of,
  title,
  severity,
  conditions,
  forSeconds,
  summary,
  withoutData = 'fine',
}: Alert): RuleBuilder {
  return new RuleBuilder(title)
    .uid(['ws', name, ...(of === undefined ? [] : ['of', of])].join('-'))
    .ruleGroup(group)
    .folderUID(folder.uid)
    .condition('condition')
    .queries([...conditions.flatMap(queriesOf), decision(conditions)])
    .forDuration(durationText(forSeconds))
    .noDataState(withoutData === 'fine' ? 'OK' : 'Alerting')
    .execErrState('Error')
    .labels({ severity, system: 'wellspring' })
    .annotations({ summary, runbook: runbookFile(name) });
}

function queriesOf({ influxql, windowSeconds }: Condition, index: number): Builder<Query>[] {
  const { asked, value } = names(index);
  return [
    new QueryBuilder(asked)
      .datasourceUid(source.uid)
      .relativeTimeRange({ from: windowSeconds, to: 0 })
      .model(influxQuery({ refId: asked, query: influxql, resultFormat: 'time_series', datasource: source })),
    new QueryBuilder(value)
      .datasourceUid(expressions.uid)
      .model(
        new TypeReduceBuilder()
          .refId(value)
          .datasource(expressions)
          .expression(asked)
          .reducer('last')
          .settings({ mode: 'dropNN' }),
      ),
  ];
}

function decision(conditions: Condition[]): Builder<Query> {
  const parts = conditions.flatMap(({ above, below }, index) => [
    ...(above === undefined ? [] : [`$${names(index).value} > ${above}`]),
    ...(below === undefined ? [] : [`$${names(index).value} < ${below}`]),
  ]);
  return new QueryBuilder('condition')
    .datasourceUid(expressions.uid)
    .model(new TypeMathBuilder().refId('condition').datasource(expressions).expression(parts.join(' && ')));
}

function names(index: number): { asked: string; value: string } {
  return { asked: `asked${index + 1}`, value: `value${index + 1}` };
}

/** As Grafana writes it back. */
function durationText(seconds: number): string {
  return seconds > 0 && seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
