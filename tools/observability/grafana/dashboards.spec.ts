import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { workspaceRoot } from '../../topology/topology.ts';
import { thinnings } from '../influxdb/fields.ts';
import { declaredMetrics } from '../metrics/declared-metrics.ts';
import { telegrafMeasurements } from '../metrics/telegraf-measurements.ts';
import { dashboards } from './dashboards.ts';
import { staleFiles } from './generated.ts';
import { namesIn, panelQueries } from './panel-queries.ts';

const metrics = declaredMetrics(workspaceRoot);
const queries = dashboards(metrics).flatMap(panelQueries);
const declared = new Map([
  ...metrics.map(({ name, labels }): [string, string[]] => [name, [...labels, 'service', 'version', 'pod_name']]),
  ...telegrafMeasurements,
]);

describe('the dashboards', () => {
  it('are kept as they are made (npm run observability -- generate)', () => {
    expect(staleFiles(workspaceRoot).map(({ file }) => file)).toEqual([]);
  });

  it('ask only for what is measured, by labels that it has', () => {
    const wrong = queries.flatMap(({ dashboard, title, influxql }) => {
      const { metrics: asked, tags } = namesIn(influxql);
      const unknown = asked.filter((name) => !declared.has(name));
      const known = new Set(asked.flatMap((name) => declared.get(name) ?? []));
      const unlabelled = tags.filter((tag) => !known.has(tag) && tag !== 'change' && tag !== 'uptime');
      return [...unknown, ...unlabelled].map((name) => `${dashboard}: ${title}: ${name}`);
    });
    expect(wrong).toEqual([]);
  });

  it('show everything that is measured', () => {
    const shown = new Set(queries.flatMap(({ influxql }) => namesIn(influxql).metrics));
    // An instant that process_uptime_seconds tells in a way that can be looked at.
    expect(metrics.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual(['process_start_time_seconds']);
  });

  it('can show the year: every field they ask for is kept in it', () => {
    const kept = new Set(thinnings(metrics).map(({ field }) => field));
    const asked = new Set(queries.flatMap(({ influxql }) => namesIn(influxql).fields));
    expect([...asked].filter((field) => !kept.has(field))).toEqual([]);
  });

  it('have a title and a question of its own for every panel', () => {
    for (const dashboard of dashboards(metrics)) {
      const panels = dashboard.panels.flatMap((panel) => ('panels' in panel ? panel.panels : [panel]));
      expect(panels.filter(({ title, description }) => !title || !description)).toEqual([]);
      const ids = dashboard.panels.flatMap((panel) => ('panels' in panel ? [panel, ...panel.panels] : [panel]));
      expect(new Set(ids.map(({ id }) => id)).size).toBe(ids.length);
    }
  });
});

describe('a service that is new', () => {
  it('is in every dashboard at once, and what it alone measures has a row', () => {
    const root = mkdtempSync(join(tmpdir(), 'workspace-'));
    try {
      mkdirSync(join(root, 'libs/platform/src/metrics'), { recursive: true });
      writeFileSync(join(root, 'libs/platform/src/metrics/metrics.ts'), 'const durationBuckets = [0.1, 1];\n');
      mkdirSync(join(root, 'apps/loyalty/src/points'), { recursive: true });
      writeFileSync(
        join(root, 'apps/loyalty/src/points/points.metrics.ts'),
        `metrics.counter({ name: 'loyalty_points_total', help: 'Points given.', labels: ['reason'] });\n`,
      );
      const own = declaredMetrics(root);
      expect(own).toEqual([
        expect.objectContaining({ name: 'loyalty_points_total', kind: 'counter', labels: ['reason'] }),
      ]);
      const shown = dashboards([...metrics, ...own]).flatMap(panelQueries);
      expect(shown.filter(({ influxql }) => influxql.includes('"loyalty_points_total"'))).toHaveLength(1);
    } finally {
      rmSync(root, { recursive: true });
    }
  });

  it('is asked for nowhere by name: what libraries measure is told apart by label', () => {
    const common = new Set(metrics.filter(({ project }) => project.startsWith('libs/')).map(({ name }) => name));
    const named = queries.filter(({ influxql }) => {
      const [, service = '$service'] = /"service" = '([^']+)'/.exec(influxql) ?? [];
      return namesIn(influxql).metrics.some((name) => common.has(name)) && service !== '$service';
    });
    // The one exception: what customers get is what the edge answers.
    expect(new Set(named.map(({ influxql }) => /"service" = '([^']+)'/.exec(influxql)?.[1]))).toEqual(
      new Set(['gateway']),
    );
  });
});
