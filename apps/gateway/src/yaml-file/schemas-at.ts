import { z } from 'zod';

type Schema = z.core.$ZodType;

/** What may stand at a place of a file: several where the schema leaves a choice, none where nothing may. */
export function schemasAt(root: Schema, path: readonly PropertyKey[]): Schema[] {
  return path.reduce<Schema[]>(
    (schemas, part) => schemas.flatMap((schema) => childOf(schema, part)).flatMap(choices),
    choices(root),
  );
}

/** The keys that may stand at a place of a file, for a hint at a mistyped one. */
export function knownKeysAt(root: Schema, path: readonly PropertyKey[]): string[] {
  return schemasAt(root, path).flatMap((schema) => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : []));
}

function childOf(schema: Schema, part: PropertyKey): Schema[] {
  if (schema instanceof z.ZodObject) {
    const child = schema.shape[String(part)] as Schema | undefined;
    return child === undefined ? [] : [child];
  }
  if (schema instanceof z.ZodArray) return [schema.element];
  if (schema instanceof z.ZodRecord) return [schema.valueType];
  return [];
}

function choices(schema: Schema): Schema[] {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional)
    return choices(schema.unwrap());
  if (schema instanceof z.ZodPipe) return choices(schema.in);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(choices);
  return [schema];
}
