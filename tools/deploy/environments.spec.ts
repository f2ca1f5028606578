import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { z } from 'zod';
import { readTopology, workspaceRoot } from '../topology/topology.ts';
import { deployed } from './chart-topology.ts';
import { environmentNames, readEnvironment } from './environment.ts';
import { staleJsonSchemas } from './json-schemas.ts';
import { readLock } from './release-lock.ts';
import { chartVersion } from './source.ts';
import { isValues, mergeValues, readValues, valuesFiles, type Values } from './values.ts';

const services = deployed(readTopology()).map(({ name }) => name);
const environments = environmentNames(workspaceRoot);
const folder = join(workspaceRoot, 'deploy/environments');
const charts = join(workspaceRoot, 'deploy/charts');

describe('the environments', () => {
  it('are these', () => {
    expect(environments).toEqual(['dev', 'production', 'staging']);
  });

  it('have JSON Schemas that say what the tools accept (npm run deploy -- generate)', () => {
    expect(staleJsonSchemas(workspaceRoot).map(({ file }) => file)).toEqual([]);
  });
});

describe.each(environments)('%s', (environment) => {
  it('has an environment.yaml the tools accept', () => {
    expect(readEnvironment(workspaceRoot, environment)).toMatchObject({
      name: environment,
      context: `wellspring-${environment}`,
    });
  });

  it('has a lock that names only services there are, with the chart version of the commit', () => {
    const { services: locked } = readLock(workspaceRoot, environment);
    expect(Object.keys(locked).filter((name) => !services.includes(name))).toEqual([]);
  });

  it('has a migration.yaml that keeps to its schema', () => {
    const validate = new Ajv2020({ strict: false }).compile(readJson(join(folder, 'migration.schema.json')));
    const valid = validate(parse(readFileSync(join(folder, environment, 'migration.yaml'), 'utf8')));
    expect({ valid, errors: validate.errors }).toEqual({ valid: true, errors: null });
  });

  it('has values only for services there are', () => {
    const files = readdirSync(join(folder, environment, 'values')).map((file) => basename(file, '.yaml'));
    expect(files.filter((name) => !services.includes(name))).toEqual([]);
  });

  it.each(services)('has values for %s that keep to the schemas of its chart', (service) => {
    const values = releaseValues(environment, service);
    const own = new Ajv({ strict: false, validateFormats: false }).compile(
      readJson(join(charts, service, 'values.schema.json')),
    );
    expect({ valid: own(values), errors: own.errors }).toEqual({ valid: true, errors: null });
    const common = new Ajv({ strict: false, validateFormats: false }).compile(
      readJson(join(charts, 'service/values.schema.json')),
    );
    expect({ valid: common(values['service']), errors: common.errors }).toEqual({ valid: true, errors: null });
  });

  it('says only what is different here', () => {
    for (const service of services) {
      const below = [join(charts, 'service/values.yaml')].map((file) => ({ service: readValues(file) }))[0] ?? {};
      const [shared, own] = [
        join(folder, environment, 'values.yaml'),
        join(folder, environment, 'values', `${service}.yaml`),
      ];
      const defaults = mergeValues(below, readValues(join(charts, service, 'values.yaml')));
      expect(repeated(defaults, readValues(shared))).toEqual([]);
      if (existsSync(own)) expect(repeated(mergeValues(defaults, readValues(shared)), readValues(own))).toEqual([]);
    }
  });
});

describe('production', () => {
  it('begins with every capability on the old portal', () => {
    const { capabilities } = z
      .object({ capabilities: z.record(z.string(), z.object({ stage: z.string() })) })
      .parse(parse(readFileSync(join(folder, 'production/migration.yaml'), 'utf8')));
    expect(new Set(Object.values(capabilities).map(({ stage }) => stage))).toEqual(new Set(['legacy']));
  });
});

describe.each([...services, 'service'])('the schema of the chart %s', (chart) => {
  const schema = readJson(join(charts, chart, 'values.schema.json'));

  it('describes every key and admits no other', () => {
    expect(undescribed(schema, '')).toEqual([]);
    expect(schema['additionalProperties']).toBe(false);
  });
});

describe.each(services)('the chart of %s', (service) => {
  it('stands on the library chart in its version', () => {
    const { dependencies } = z
      .object({ dependencies: z.array(z.object({ name: z.string(), version: z.string() })) })
      .parse(parse(readFileSync(join(charts, service, 'Chart.yaml'), 'utf8')));
    expect(dependencies).toMatchObject([{ name: 'service', version: chartVersion(join(charts, 'service')) }]);
  });
});

function releaseValues(environment: string, service: string): Values {
  const defaults: Values = { service: readValues(join(charts, 'service/values.yaml')) };
  const release: Values = { service: { image: { digest: `sha256:${'0'.repeat(64)}` } } };
  const files = [join(charts, service, 'values.yaml'), ...valuesFiles(workspaceRoot, environment, service)];
  return [...files.map(readValues), release].reduce(mergeValues, defaults);
}

/** Paths whose value is that of below already. */
function repeated(below: Values, above: Values, path = ''): string[] {
  return Object.entries(above).flatMap(([key, value]) => {
    const under = below[key];
    if (isValues(value) && isValues(under)) return repeated(under, value, `${path}.${key}`);
    return JSON.stringify(under) === JSON.stringify(value) ? [`${path}.${key}`] : [];
  });
}

/** Properties without a description, their own or that of what they refer to. */
function undescribed(schema: Values, path: string): string[] {
  return Object.entries(schema).flatMap(([key, value]) => {
    if (!isValues(value)) return [];
    if (key !== 'properties') return undescribed(value, `${path}/${key}`);
    return Object.entries(value).flatMap(([name, property]) => {
      if (!isValues(property)) return [`${path}/${name}`];
      const own = typeof property['description'] === 'string' ? [] : [`${path}/${name}`];
      return [...own, ...undescribed(property, `${path}/${name}`)];
    });
  });
}

function readJson(file: string): Values {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isValues(content)) throw new Error(`${file} is no object`);
  return content;
}
