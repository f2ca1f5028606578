/**
 * Kubernetes publishes its API as one Swagger file; kubeconform wants a JSON Schema per kind. These are strict: a field
 * that Kubernetes does not know, and would silently drop, is an error.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const definition = z.looseObject({
  properties: z.record(z.string(), z.looseObject({})).optional(),
  'x-kubernetes-group-version-kind': z
    .array(z.object({ group: z.string(), version: z.string(), kind: z.string() }))
    .optional(),
});
const swagger = z.object({ definitions: z.record(z.string(), definition) });

type Definition = z.output<typeof definition>;

/** For `kubeconform -schema-location '<folder>/{{.ResourceKind}}{{.KindSuffix}}.json'`. */
export function writeSchemas(swaggerFile: string, folder: string): void {
  const { definitions } = swagger.parse(JSON.parse(readFileSync(swaggerFile, 'utf8')));
  mkdirSync(folder, { recursive: true });
  for (const [name, { 'x-kubernetes-group-version-kind': kinds = [] }] of Object.entries(definitions)) {
    // Definitions with several kinds, such as DeleteOptions, are no objects of their own.
    const [kind, ...others] = kinds;
    if (!kind || others.length > 0) continue;
    writeFileSync(join(folder, schemaFileOf(kind)), JSON.stringify({ $ref: `_definitions.json#/definitions/${name}` }));
  }
  const strict = Object.fromEntries(Object.entries(definitions).map(([name, each]) => [name, strictly(name, each)]));
  writeFileSync(join(folder, '_definitions.json'), JSON.stringify({ definitions: strict }));
}

function schemaFileOf({ group, version, kind }: { group: string; version: string; kind: string }): string {
  const prefix = group === '' ? '' : `-${group.split('.')[0] ?? ''}`;
  return `${kind.toLowerCase()}${prefix}-${version}.json`;
}

function strictly(name: string, { properties, ...rest }: Definition): object {
  if (name.endsWith('.IntOrString')) return { oneOf: [{ type: 'string' }, { type: 'integer' }] };
  if (!properties) return rest;
  return { ...rest, properties, additionalProperties: false };
}
