import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { migrationJsonSchema } from './json-schema.ts';
import { parseMigrationFile } from './parse.ts';

const environments = join(import.meta.dirname, '../../../../../deploy/environments');
const files = globSync(join(environments, '*/migration.yaml'));

describe('the migration files of the environments', () => {
  it.each(files.map((file) => relative(environments, file)))('%s is in order', (file) => {
    const parsed = parseMigrationFile(readFileSync(join(environments, file), 'utf8'));
    expect(parsed.ok ? [] : parsed.errors).toEqual([]);
  });

  it('are described to editors by the schema that the gateway checks them with', () => {
    // Out of date? npm run migration -- schema > deploy/environments/migration.schema.json
    const written: unknown = JSON.parse(readFileSync(join(environments, 'migration.schema.json'), 'utf8'));
    expect(written).toEqual(migrationJsonSchema());
  });
});
