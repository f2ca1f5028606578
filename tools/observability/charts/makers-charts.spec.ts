import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readValues } from '../../deploy/values.ts';
import { workspaceRoot } from '../../topology/topology.ts';
import { knownValuesOf, unknownValues } from './known-values.ts';
import { makersCharts } from './makers-charts.ts';

const charts = makersCharts(workspaceRoot);

describe("the makers' charts", () => {
  it('are there for all four systems', () => {
    expect(charts.map(({ name }) => name)).toEqual([
      'eck-elasticsearch',
      'eck-kibana',
      'eck-operator',
      'grafana',
      'influxdb2',
    ]);
  });

  it.each(charts)('know every value that we give them: $name $version', ({ valuesFile, values }) => {
    const ours = readValues(join(workspaceRoot, valuesFile));
    expect(Object.keys(ours)).not.toEqual([]);
    expect(unknownValues(ours, values)).toEqual([]);
  });
});

describe('what is known of a chart', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chart-'));
    mkdirSync(join(folder, 'templates'));
    writeFileSync(
      join(folder, 'values.yaml'),
      'image: { tag: latest }\nresources: {}\nini: { paths: { data: /data } }\nadmin: {}\n',
    );
    writeFileSync(
      join(folder, 'templates/pod.yaml'),
      '{{ .Values.image.digest }} {{ if not .Values.admin.secret }} {{ .Values.resources.limits }} {{ toYaml .Values.resources }}',
    );
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is what it sets and what its templates ask for', () => {
    expect(knownValuesOf(folder, ['ini'])).toEqual({
      admin: { secret: {} },
      image: { digest: {}, tag: {} },
      ini: {},
      resources: {},
    });
  });

  it('tells a value that it does not know, and lets anything be where it passes it on', () => {
    const ours = {
      image: { tag: '1', sha: 'x' },
      resources: { limits: { cpu: 1 } },
      ini: { any: { thing: 1 } },
      admin: { secret: 'a', password: 'b' },
      replicas: 2,
    };
    expect(unknownValues(ours, knownValuesOf(folder, ['ini']))).toEqual(['image.sha', 'admin.password', 'replicas']);
  });
});
