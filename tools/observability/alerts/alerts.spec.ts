import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { workspaceRoot } from '../../topology/topology.ts';
import { ruleGroups, runbookFile } from '../grafana/alert-rules.ts';
import { namesIn } from '../grafana/panel-queries.ts';
import { declaredMetrics } from '../metrics/declared-metrics.ts';
import { telegrafMeasurements } from '../metrics/telegraf-measurements.ts';
import { alerts } from './alerts.ts';
import { readLimits } from './limits.ts';

const limits = readLimits(workspaceRoot);
const all = alerts(limits);

describe('the alert rules', () => {
  it.each(all.map(({ name }) => name))('have a page that says what to do: %s', (name) => {
    expect(existsSync(join(workspaceRoot, runbookFile(name)))).toBe(true);
  });

  it('ask only for what is measured, by labels that it has', () => {
    const declared = new Map([
      ...declaredMetrics(workspaceRoot).map(({ name, labels }): [string, string[]] => [
        name,
        [...labels, 'service', 'pod_name'],
      ]),
      ...telegrafMeasurements,
    ]);
    const wrong = all.flatMap(({ name, conditions }) =>
      conditions.flatMap(({ influxql }) => {
        const { metrics, tags } = namesIn(influxql);
        const known = new Set(metrics.flatMap((metric) => declared.get(metric) ?? []));
        return [...metrics.filter((metric) => !declared.has(metric)), ...tags.filter((tag) => !known.has(tag))].map(
          (each) => `${name}: ${each}`,
        );
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('name in words only what their query tells apart', () => {
    const wrong = all.flatMap(({ name, summary, conditions }) => {
      const labels = [...summary.matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => label);
      const grouped = conditions[0]?.influxql.split('GROUP BY').at(-1) ?? '';
      return labels.filter((label) => !grouped.includes(`"${label}"`)).map((label) => `${name}: ${label}`);
    });
    expect(wrong).toEqual([]);
  });

  it('fire for every condition at once, each on a query of its own', () => {
    const [group] = ruleGroups(all);
    expect(group?.rules[0]).toMatchObject({
      uid: 'ws-burns-in-hours',
      condition: 'condition',
      for: '0s',
      labels: { severity: 'page' },
    });
    expect(JSON.stringify(group?.rules[0])).toContain(
      '"expression":"$value1 > 0.072 && $value2 > 0.072 && $value3 > 10"',
    );
    const uids = group?.rules.map(({ uid }) => uid) ?? [];
    expect(new Set(uids).size).toBe(all.length);
  });

  it('hold a capability to the objective it has, and the others to that of all', () => {
    const own = alerts({ ...limits, objectives: { default: 99.5, capabilities: { payments: 99.9 } } });
    const hours = own.filter(({ name }) => name === 'burns-in-hours');
    expect(hours.map(({ of, conditions }) => [of, conditions[0]?.above])).toEqual([
      [undefined, 0.072],
      ['payments', 0.0144],
    ]);
    expect(hours[0]?.conditions[0]?.influxql).toContain('"capability" !~ /^(payments)$/');
    expect(hours[1]?.conditions[0]?.influxql).toContain(`"capability" = 'payments'`);
  });
});
