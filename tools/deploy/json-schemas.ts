/** JSON Schemas of the environments' files, for editors and for whoever reads them without our tools. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { environmentSchema } from './environment.ts';
import { lockSchema } from './release-lock.ts';

const schemas = { environment: environmentSchema, 'release.lock': lockSchema };

export function staleJsonSchemas(root: string): { file: string; text: string }[] {
  return Object.entries(schemas)
    .map(([name, schema]) => ({
      file: `deploy/environments/${name}.schema.json`,
      text: `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`,
    }))
    .filter(({ file, text }) => {
      const path = join(root, file);
      return !existsSync(path) || !sameJson(readFileSync(path, 'utf8'), text);
    });
}

/** @returns the files that were out of date, now rewritten. */
export function writeJsonSchemas(root: string): string[] {
  const stale = staleJsonSchemas(root);
  for (const { file, text } of stale) writeFileSync(join(root, file), text);
  return stale.map(({ file }) => file);
}

/** Formatting is the formatter's business. */
function sameJson(a: string, b: string): boolean {
  return JSON.stringify(JSON.parse(a)) === JSON.stringify(JSON.parse(b));
}
