import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { oldPortalsJsonSchema } from './json-schema.ts';
import { checkOldPortals } from './parse.ts';

const environments = join(import.meta.dirname, '../../../../../deploy/environments');
const files = globSync(join(environments, '*/old-portals.yaml'));

describe('the old portals of the environments', () => {
  it.each(files.map((file) => relative(environments, file)))('%s is in order', (file) => {
    const parsed = checkOldPortals(readFileSync(join(environments, file), 'utf8'));
    expect(parsed.ok ? [] : parsed.errors).toEqual([]);
  });

  it('are described to editors by the schema that the gateway checks them with', () => {
    // Out of date? npm run -s migration -- schema old-portals > deploy/environments/old-portals.schema.json
    const written: unknown = JSON.parse(readFileSync(join(environments, 'old-portals.schema.json'), 'utf8'));
    expect(written).toEqual(oldPortalsJsonSchema());
  });

  it('have every key explained', () => {
    expect(unexplained(oldPortalsJsonSchema())).toEqual([]);
  });
});

function unexplained(schema: unknown, key = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([name, inner]: [string, unknown]) => {
    if (name !== 'properties') return unexplained(inner, key);
    return Object.entries(inner as object).flatMap(([child, described]: [string, unknown]) => {
      const path = `${key}.${child}`;
      const missing = typeof described === 'object' && described !== null && 'description' in described ? [] : [path];
      return [...missing, ...unexplained(described, path)];
    });
  });
}
