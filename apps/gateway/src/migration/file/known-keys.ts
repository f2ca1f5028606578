import { z } from 'zod';
import { migrationFileSchema } from './migration-file.schema.ts';

/** The keys that may stand at a place of the file, for a hint at a mistyped one. */
export function knownKeysAt(path: readonly PropertyKey[]): string[] {
  let schema: z.core.$ZodType | undefined = migrationFileSchema;
  for (const part of path) schema = schema === undefined ? undefined : childOf(unwrapped(schema), part);
  const at = schema === undefined ? undefined : unwrapped(schema);
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

function childOf(schema: z.core.$ZodType, part: PropertyKey): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodObject) return schema.shape[String(part)] as z.core.$ZodType | undefined;
  if (schema instanceof z.ZodArray) return schema.element;
  if (schema instanceof z.ZodRecord) return schema.valueType;
  return undefined;
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    return unwrapped(schema.unwrap());
  }
  return schema;
}
