import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing/eventually';
import { z } from 'zod';
import { apiRequest } from '../../cluster/api-request.ts';
import { type ControlPlane, startControlPlane } from '../../cluster/api-server.ts';
import { runHelm } from '../../deploy/helm.ts';
import { type Manifest, parseManifests } from '../../deploy/manifest.ts';
import { readValues } from '../../deploy/values.ts';
import { workspaceRoot } from '../../topology/topology.ts';
import { eck } from '../programs.ts';
import { eckCharts, eckResources } from './eck.ts';
import { knownValuesOf } from './known-values.ts';
import { type MakersChart, makersCharts } from './makers-charts.ts';

const charts = makersCharts(workspaceRoot).filter(({ name }) => name in eckCharts);

let plane: ControlPlane;

beforeAll(async () => {
  plane = await startControlPlane();
  const resources = parseManifests(readFileSync(join(eck.path, eckResources), 'utf8'));
  for (const resource of resources) {
    await accepted('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', resource);
  }
});

afterAll(() => plane.stop());

function folderOf({ name }: MakersChart): string {
  return join(eck.path, eckCharts[name] ?? '');
}

async function rendered(chart: MakersChart): Promise<Manifest[]> {
  const target = ['--namespace', 'default', '--kube-version', '1.36.0'];
  const values = ['--values', join(workspaceRoot, chart.valuesFile)];
  return parseManifests(await runHelm(['template', 'wellspring', folderOf(chart), ...values, ...target]));
}

/** @throws Error in the words of the API server, which knows every field of a custom resource */
async function accepted(path: string, body: unknown): Promise<void> {
  const answer = await apiRequest(plane.client, { method: 'POST', path: `${path}?fieldValidation=Strict`, body });
  if (answer.status > 299) throw new Error(answer.body);
}

describe("the makers' charts of Elasticsearch and Kibana", () => {
  it.each(charts)('are what is written down of them: $name', (chart) => {
    expect(chart.version).toBe(versionOf(chart));
    expect(chart.values).toEqual(knownValuesOf(folderOf(chart), chart.takingAnything));
  });

  it.each(charts)('can be rendered with our values: $name', async (chart) => {
    expect((await rendered(chart)).length).toBeGreaterThan(0);
  });

  it.each([
    ['eck-elasticsearch', '/apis/elasticsearch.k8s.elastic.co/v1/namespaces/default/elasticsearches'],
    ['eck-kibana', '/apis/kibana.k8s.elastic.co/v1/namespaces/default/kibanas'],
  ])('make of them what a cluster with the operator takes, to the last field: %s', async (name, path) => {
    const resource = await resourceOf(name);
    // A kind that is new takes a moment until it is served.
    await eventually(() => accepted(path, resource));
    const misspelt = { ...resource, metadata: { name: 'misspelt' }, spec: { ...resource.spec, coutn: 1 } };
    await expect(accepted(path, misspelt)).rejects.toThrow('unknown field \\"spec.coutn\\"');
  });

  it.each(['eck-elasticsearch', 'eck-kibana'])('make pods of them that a cluster takes: %s', async (name) => {
    const { spec } = await resourceOf(name);
    const templates = [spec, ...(spec.nodeSets ?? [])].flatMap(({ podTemplate }) => podTemplate ?? []);
    expect(templates).toHaveLength(1);
    for (const template of templates) {
      // What the operator adds.
      const containers = template.spec.containers.map((container) => ({ ...container, image: 'any' }));
      const pod = { metadata: { name }, spec: { ...template.spec, containers } };
      // Without the service account that is made for each namespace there are no pods in it.
      await eventually(() => accepted('/api/v1/namespaces/default/pods', pod));
    }
  });
});

const podTemplate = z.strictObject({ spec: z.looseObject({ containers: z.array(z.looseObject({})) }) }).optional();
const resourceShape = z.looseObject({
  spec: z.looseObject({ podTemplate, nodeSets: z.array(z.looseObject({ podTemplate })).optional() }),
});

async function resourceOf(name: string): Promise<z.output<typeof resourceShape>> {
  const chart = charts.find((each) => each.name === name);
  if (!chart) throw new Error(`There is no chart ${name}`);
  const resources = await rendered(chart);
  expect(resources).toHaveLength(1);
  return resourceShape.parse(resources[0]);
}

function versionOf(chart: MakersChart): string {
  const { version } = readValues(join(folderOf(chart), 'Chart.yaml'));
  return String(version);
}
