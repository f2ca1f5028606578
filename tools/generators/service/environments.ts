/** A new service in every environment: where its background system is, and its capability, which begins on the old side. */
import type { Tree } from '@nx/devkit';
import { isMap, parse, parseDocument, stringify } from 'yaml';
import { z } from 'zod';
import type { ServiceNames } from './names.ts';

const folder = 'deploy/environments';

/** The service whose background system a new one's is put beside. */
const model = 'billing';
const modelValues = z.object({
  service: z.object({
    replicas: z.unknown().optional(),
    outside: z.object({ BILLING_ENGINE_URL: z.object({ url: z.url(), networks: z.array(z.string()) }) }),
  }),
});

export function addToEnvironments(tree: Tree, names: ServiceNames): void {
  for (const environment of tree.children(folder).filter((child) => !tree.isFile(`${folder}/${child}`))) {
    addValues(tree, environment, names);
    addCapability(tree, `${folder}/${environment}/migration.yaml`, names);
  }
}

function addValues(tree: Tree, environment: string, { name, system, systemConstant }: ServiceNames): void {
  const values = `${folder}/${environment}/values`;
  const { service } = modelValues.parse(parse(read(tree, `${values}/${model}.yaml`)));
  const { url, networks } = service.outside.BILLING_ENGINE_URL;
  const outside = { [`${systemConstant}_URL`]: { url: url.replaceAll('billing-engine', system), networks } };
  const { replicas } = service;
  tree.write(
    `${values}/${name}.yaml`,
    stringify({ service: { ...(replicas !== undefined && { replicas }), outside } }),
  );
}

/** Written behind the capabilities there are, so that what a person wrote stays as it was written. */
function addCapability(tree: Tree, file: string, names: ServiceNames): void {
  const text = read(tree, file);
  const capabilities = parseDocument(text).get('capabilities', true);
  const end = isMap(capabilities) ? capabilities.range?.[1] : undefined;
  if (end === undefined) throw new Error(`${file} has no capabilities`);
  const before = text.slice(0, end).trimEnd();
  tree.write(file, `${before}\n\n${capability(names)}\n${text.slice(end)}`);
}

function capability({ name, resourceProperty, plural, basePath }: ServiceNames): string {
  return `  ${name}:
    title: ${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('-', ' ')}
    stage: legacy
    routes:
      - { path: /${name}, legacy: legacy-portal, new: portal }
      # What the new pages read. The old side has none of it, so this never goes there.
      - { path: ${basePath}, new: ${name} }
    parity:
      # The ${plural} of the old page against those of the new service: what they have in common, matched by the first fact.
      - when: GET /${name}
        legacy:
          each: table tr[data-no]
          facts:
            number: '@data-no'
            start: .start | date
        new:
          get: ${basePath}/${resourceProperty}?limit=100
          each: $[*]
          facts:
            number: id
            start: startDate | date
`;
}

function read(tree: Tree, file: string): string {
  const text = tree.read(file, 'utf8');
  if (text === null) throw new Error(`There is no ${file}`);
  return text;
}
