/**
 * The schema of a service's values, `deploy/charts/<app>/values.schema.json`: made from the settings that the service
 * declares and from the topology. It is committed, so that a chart is complete by itself; a test fails when it is out of
 * date.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SettingDescription } from '@wellspring/platform/describe-settings';
import { format, resolveConfig } from 'prettier';
import { type App, hubCallbacks } from '../topology/topology.ts';
import { chartTopology, deployed } from './chart-topology.ts';
import { settingsOf } from './service-settings.ts';

type Schema = Record<string, unknown>;

/** What the chart itself sets (`_settings.tpl`), or the image, or what is the same in every container. */
export const givenToEach: ReadonlySet<string> = new Set([
  'NODE_ENV',
  'PORT',
  'MANAGEMENT_PORT',
  'PUBLIC_URL',
  'SHUTDOWN_PROPAGATION_MS',
  'SHUTDOWN_IDLE_GRACE_MS',
  'SHUTDOWN_DRAIN_MS',
  'HOST',
  'SERVICE_VERSION',
  'WEB_ROOT',
]);

const listeners =
  'Listeners: addresses below which those who register for events may be called, and their networks. Absent: nobody can register';

export function chartSchema(app: App, apps: App[], settings: SettingDescription[]): Schema {
  const { calls, callers } = chartTopology(app, apps);
  const given = new Set([...givenToEach, hubCallbacks, ...calls.map(({ env }) => env)]);
  const asked = settings.filter(({ name }) => !given.has(name));
  const outside = calls.filter(({ outside, as }) => outside && as !== 'profile');
  const properties = {
    settings: group(
      'Settings that are no secrets.',
      asked.filter(({ secret }) => !secret),
    ),
    secrets: group(
      'Where each secret setting is kept.',
      asked
        .filter(({ secret }) => secret)
        .map(({ name, required, schema: { description } }) => ({ name, required, schema: { description } })),
    ),
    outside: group('Systems outside the cluster that it calls.', [
      ...outside.map(({ env, why }) => ({ name: env, required: true, schema: { description: why } })),
      ...(app.hub ? [{ name: hubCallbacks, required: false, schema: { description: listeners } }] : []),
    ]),
    callers: group(
      'Systems outside the cluster that call it. Absent: they may not.',
      callers
        .filter((caller) => caller.outside)
        .map((caller) => ({ name: caller.app, required: false, schema: { description: caller.why } })),
    ),
  };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $comment: 'Generated from the settings the service declares and from service.yaml: npm run deploy -- generate',
    title: `Values of ${app.name}`,
    type: 'object',
    additionalProperties: false,
    required: ['service'],
    properties: {
      global: { description: 'Helm adds this key to every chart; nothing here reads it.', type: 'object' },
      service: {
        description: 'Everything; what is the same for all services is described in the schema of the chart `service`.',
        type: 'object',
        required: Object.entries(properties).flatMap(([name, { required }]) => (required.length > 0 ? [name] : [])),
        properties,
      },
    },
  };
}

function group(
  description: string,
  members: Pick<SettingDescription, 'name' | 'required' | 'schema'>[],
): Schema & { required: string[] } {
  return {
    description,
    type: 'object',
    additionalProperties: false,
    required: members.flatMap(({ name, required }) => (required ? [name] : [])),
    properties: Object.fromEntries(members.map(({ name, schema }) => [name, schema])),
  };
}

/** @returns the files that were out of date, now rewritten. */
export async function writeChartSchemas(root: string, apps: App[]): Promise<string[]> {
  const stale = await staleChartSchemas(root, apps);
  for (const { file, text } of stale) writeFileSync(join(root, file), text);
  return stale.map(({ file }) => file);
}

export async function staleChartSchemas(root: string, apps: App[]): Promise<{ file: string; text: string }[]> {
  const schemas = await Promise.all(
    deployed(apps).map(async (app) => {
      const file = `deploy/charts/${app.name}/values.schema.json`;
      const schema = chartSchema(app, apps, await settingsOf(root, app.name));
      return { file, text: await formatted(join(root, file), JSON.stringify(schema)) };
    }),
  );
  return schemas.filter(
    ({ file, text }) => !existsSync(join(root, file)) || readFileSync(join(root, file), 'utf8') !== text,
  );
}

/** As `npm run format` would leave it. */
async function formatted(path: string, json: string): Promise<string> {
  return format(json, { ...(await resolveConfig(path)), filepath: path });
}
