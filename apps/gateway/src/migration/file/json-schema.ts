import { z } from 'zod';
import { migrationFileSchema } from './migration-file.schema.ts';

/** JSON Schema (2020-12) of the file as it is written, for completion and hints in editors. */
export function migrationJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(migrationFileSchema, { io: 'input', target: 'draft-2020-12' });
  return { ...schema, title: 'Wellspring migration file' };
}
