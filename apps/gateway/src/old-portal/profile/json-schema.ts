import { z } from 'zod';
import { oldPortalsSchema } from './old-portals.schema.ts';

/** JSON Schema (2020-12) of the file as it is written, for completion and hints in editors. */
export function oldPortalsJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(oldPortalsSchema, { io: 'input', target: 'draft-2020-12' });
  return { ...schema, title: 'Wellspring old portals' };
}
