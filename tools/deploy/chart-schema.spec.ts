import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { SettingDescription } from '@wellspring/platform/describe-settings';
import { type App, readTopology, workspaceRoot } from '../topology/topology.ts';
import { chartSchema, givenToEach, staleChartSchemas } from './chart-schema.ts';

const apps = readTopology();

interface Group {
  required: string[];
  properties: Record<string, object>;
}

function schemaOf(
  name: string,
  settings: SettingDescription[],
): Record<'settings' | 'secrets' | 'outside' | 'callers', Group> {
  const { properties } = chartSchema(appCalled(name), apps, settings) as {
    properties: { service: { properties: Record<'settings' | 'secrets' | 'outside' | 'callers', Group> } };
  };
  return properties.service.properties;
}

function appCalled(name: string): App {
  const app = apps.find((each) => each.name === name);
  if (!app) throw new Error(`no ${name}`);
  return app;
}

function setting(name: string, over: Partial<SettingDescription> = {}): SettingDescription {
  return { name, secret: false, required: false, schema: { type: 'string', description: name }, ...over };
}

describe('values.schema.json of the charts', () => {
  it('says what the settings classes and service.yaml say (npm run deploy -- generate)', async () => {
    const stale = await staleChartSchemas(workspaceRoot, apps);
    expect(stale.map(({ file }) => file)).toEqual([]);
  });

  it('asks for what has no default, with its type and bounds', () => {
    const schema = { type: 'integer', minimum: 1, description: 'Pause' };
    expect(
      schemaOf('portal', [setting('PAUSE_MS', { required: true, schema }), setting('NAME')]).settings,
    ).toMatchObject({
      required: ['PAUSE_MS'],
      properties: { PAUSE_MS: schema, NAME: { type: 'string' } },
    });
  });

  it('has secrets as a place where they are kept, and never among the settings', () => {
    const { settings, secrets } = schemaOf('portal', [setting('KEY', { secret: true, required: true })]);
    expect(secrets).toMatchObject({ required: ['KEY'], properties: { KEY: { description: 'KEY' } } });
    expect(settings.properties).toEqual({});
  });

  it('leaves out what the chart or the image gives, and what service.yaml says', () => {
    const { settings } = schemaOf('billing', [setting('PORT'), setting('JWKS_URL'), setting('LOG_LEVEL')]);
    expect(Object.keys(settings.properties)).toEqual(['LOG_LEVEL']);
  });

  it('asks where the systems outside the cluster are that it calls, and who may call it', () => {
    expect(schemaOf('identity', []).outside.required).toEqual(['CRM_URL']);
    expect(schemaOf('gateway', [])).toMatchObject({
      outside: { required: [], properties: {} },
      callers: { required: [], properties: { 'legacy-portal': {} } },
    });
  });

  it('lets an environment say where listeners are, of a service with a hub', () => {
    const { outside, settings } = schemaOf('billing', [setting('HUB_CALLBACKS')]);
    expect(outside.properties).toHaveProperty('HUB_CALLBACKS');
    expect(outside.required).not.toContain('HUB_CALLBACKS');
    expect(settings.properties).toEqual({});
    expect(schemaOf('portal', []).outside.properties).not.toHaveProperty('HUB_CALLBACKS');
  });

  it('knows everything that the chart sets by itself', () => {
    const template = readFileSync(join(workspaceRoot, 'deploy/charts/service/templates/_settings.tpl'), 'utf8');
    const set = [...template.matchAll(/^ {2}"([A-Z_]+)" /gm)].map(([, name]) => name);
    expect(set.length).toBeGreaterThan(5);
    expect(set.filter((name) => !givenToEach.has(String(name)))).toEqual([]);
  });
});
