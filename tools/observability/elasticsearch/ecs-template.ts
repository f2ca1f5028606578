/**
 * `component-templates/ecs.json`: how Elasticsearch keeps every field that a line of ours can have, as the Elastic Common
 * Schema says. Anything else is kept in the line but not looked into, so that no field can explode the mapping.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EcsFlat } from '@elastic/ecs';
import { ecsFields, ownFields } from '@wellspring/platform/ecs-fields';
import { placeFields } from '../log-agent/document.ts';
import { contentsFolder } from './contents.ts';

export const ecsTemplateFile = `${contentsFolder}/component-templates/ecs.json`;

/** What the log agent adds, besides where a line comes from, and what the ingest pipeline adds. */
const addedFields = ['event.original', 'event.ingested'];

type Mapping = Record<string, unknown>;

/** Names of all fields but `labels`. */
export function fieldNames(): string[] {
  return [...new Set([...Object.keys(ecsFields), ...ownFields, ...placeFields, ...addedFields])].sort();
}

export function ecsTemplateText(): string {
  const properties: Mapping = {};
  for (const name of fieldNames()) put(properties, name.split('.'), mappingOf(name));
  // One field with whatever keys there are: a keyword each, without a mapping of its own.
  put(properties, ['labels'], { type: 'flattened' });
  const description = 'Generated from the fields that lines can have: npm run observability -- generate';
  const template = { mappings: { dynamic: false, date_detection: false, properties } };
  return `${JSON.stringify({ template, _meta: { description } }, null, 2)}\n`;
}

/** @returns the files that were out of date, now rewritten */
export function writeEcsTemplate(root: string): string[] {
  const file = join(root, ecsTemplateFile);
  const text = ecsTemplateText();
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return [];
  writeFileSync(file, text);
  return [ecsTemplateFile];
}

function mappingOf(name: string): Mapping {
  // Every other field may be wrong and is then not looked into; a line without its time would not be found.
  if (name === '@timestamp') return { type: 'date', ignore_malformed: false };
  const field = EcsFlat[name as keyof typeof EcsFlat] as EcsField | undefined;
  if (field === undefined) throw new Error(`${name} is no field of the Elastic Common Schema`);
  const { type, ignore_above, index, doc_values, multi_fields = [] } = field;
  const fields = Object.fromEntries(multi_fields.map((each) => [each.name, { type: each.type }]));
  return {
    type,
    ...(type === 'keyword' && ignore_above !== undefined && { ignore_above }),
    ...(type === 'keyword' && index === false && { index }),
    ...(type === 'keyword' && doc_values === false && { doc_values }),
    ...(multi_fields.length > 0 && { fields }),
  };
}

interface EcsField {
  type: string;
  ignore_above?: number;
  index?: boolean;
  doc_values?: boolean;
  multi_fields?: { name: string; type: string }[];
}

function put(properties: Mapping, [name = '', ...rest]: string[], mapping: Mapping): void {
  if (rest.length === 0) {
    properties[name] = mapping;
    return;
  }
  const parent = (properties[name] ??= { properties: {} }) as { properties: Mapping };
  put(parent.properties, rest, mapping);
}
