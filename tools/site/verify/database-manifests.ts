/** Our settings of PostgreSQL against the schemas of its operator, in the version that the site names. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import type { Site } from '../description/site.ts';
import { say, type Verification } from './verification.ts';

/** Which CloudNativePG a version of its chart installs. */
const operatorOfChart: Record<string, string> = { '0.27.0': '1.28.0' };
const group = 'postgresql.cnpg.io';

const definition = z.object({
  spec: z.object({
    names: z.object({ kind: z.string() }),
    versions: z.array(
      z.object({ name: z.string(), schema: z.object({ openAPIV3Schema: z.record(z.string(), z.unknown()) }) }),
    ),
  }),
});
const manifest = z.looseObject({ apiVersion: z.string(), kind: z.string(), metadata: z.object({ name: z.string() }) });

export function databaseManifests(root: string, site: Site): Verification {
  return {
    what: 'CloudNativePG: the manifests of deploy/database, with no field that it does not know',
    needs: ['go'],
    run: async ({ go = '' }) => {
      const version = operatorOfChart[site.versions.cloudNativePg];
      if (version === undefined) throw new Error(`versions.cloudNativePg: not known is the operator of the chart`);
      const module = `github.com/cloudnative-pg/cloudnative-pg@v${version}`;
      const answer = await say(go, ['mod', 'download', '-json', module]);
      const { Dir: folder } = z.object({ Dir: z.string() }).parse(JSON.parse(answer));
      const problems = problemsOf(join(root, 'deploy/database', site.environment), join(folder, 'config/crd/bases'));
      if (problems.length > 0) throw new Error(problems.join('\n'));
    },
  };
}

/** @returns what the definitions in a folder have against the manifests in another */
export function problemsOf(manifests: string, definitions: string): string[] {
  if (!existsSync(manifests)) return [];
  const schemas = new Map(
    globSync(`${group}_*.yaml`, { cwd: definitions }).map((file) => {
      const { spec } = definition.parse(parse(readFileSync(join(definitions, file), 'utf8')));
      return [spec.names.kind, spec.versions[0]?.schema.openAPIV3Schema ?? {}];
    }),
  );
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  return globSync('*.yaml', { cwd: manifests }).flatMap((file) =>
    parseAllDocuments(readFileSync(join(manifests, file), 'utf8')).flatMap((document) => {
      const object = manifest.parse(document.toJS());
      const { kind, metadata } = object;
      if (!object.apiVersion.startsWith(`${group}/`)) return [];
      const schema = schemas.get(kind);
      if (!schema) return [`${file}: there is no ${kind}`];
      const validate = ajv.compile(closed(schema));
      if (validate(object)) return [];
      return (validate.errors ?? []).map(
        ({ instancePath, message, params }) =>
          `${file}: ${kind} ${metadata.name}${instancePath} ${message} ${JSON.stringify(params)}`,
      );
    }),
  );
}

/** An API server drops what it does not know and says nothing; here that is a mistake. */
function closed(schema: unknown, isRoot = true): Record<string, unknown> {
  const node = z.record(z.string(), z.unknown()).parse(schema);
  const { properties, items, additionalProperties, ...rest } = node;
  // Kubernetes' own words for a number with a unit.
  if (rest['x-kubernetes-int-or-string'] === true) return {};
  const inner = properties === undefined ? undefined : z.record(z.string(), z.unknown()).parse(properties);
  return {
    ...rest,
    ...(inner && {
      properties: Object.fromEntries(
        Object.entries(inner).map(([name, value]) => [name, isRoot && name === 'metadata' ? {} : closed(value, false)]),
      ),
      additionalProperties: rest['x-kubernetes-preserve-unknown-fields'] === true,
    }),
    ...(items !== undefined && { items: closed(items, false) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: closed(additionalProperties, false) }),
  };
}
