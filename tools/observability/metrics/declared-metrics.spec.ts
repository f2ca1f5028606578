import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { workspaceRoot } from '../../topology/topology.ts';
import { declaredMetrics } from './declared-metrics.ts';

const metrics = declaredMetrics(workspaceRoot);

function named(name: string): (typeof metrics)[number] | undefined {
  return metrics.find((metric) => metric.name === name);
}

describe('the metrics that are declared', () => {
  it('are found with kind, labels and bounds, wherever those are written', () => {
    expect(named('http_server_request_duration_seconds')).toMatchObject({
      kind: 'histogram',
      labels: ['method', 'route', 'status'],
      buckets: expect.arrayContaining([0.001, 30]),
      project: 'libs/platform',
    });
    expect(named('jobs_run_seconds')?.buckets).toContain(300);
    expect(named('read_model_rejected_total')).toMatchObject({ kind: 'counter', labels: ['model'] });
    expect(named('nodejs_eventloop_lag_max_seconds')).toMatchObject({ kind: 'gauge', labels: [] });
  });

  it('are all that say what they are', () => {
    const files = globSync('{libs,apps}/*/src/**/*.ts', { cwd: workspaceRoot }).filter(
      (file) => !file.endsWith('.spec.ts'),
    );
    const helps = files.flatMap((file) => [
      ...readFileSync(join(workspaceRoot, file), 'utf8').matchAll(/\bhelp:\s*['"`]/g),
    ]);
    expect(metrics).toHaveLength(helps.length);
  });

  it('have one name each', () => {
    const names = metrics.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});

describe('the README of a service', () => {
  it('names everything that it alone measures', () => {
    const own = metrics.filter(({ project }) => project.startsWith('apps/'));
    const missing = own.filter(
      ({ project, name }) => !readFileSync(join(workspaceRoot, project, 'README.md'), 'utf8').includes(`\`${name}`),
    );
    expect(missing.map(({ project, name }) => `${project}: ${name}`)).toEqual([]);
  });
});
