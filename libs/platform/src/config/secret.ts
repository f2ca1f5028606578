import { z } from 'zod';

/** A registry and not a set: a schema refined or described later is another object, and inherits what is registered. */
const secrets = z.registry<{ secret: true }>();

/** Marks a setting as secret: `/info` shows `[redacted]` for it, and its value is cut out of every log line. */
export function secret<T extends z.ZodType>(schema: T): T {
  secrets.add(schema, { secret: true });
  return schema;
}

export function isSecret(schema: unknown): boolean {
  if (!(schema instanceof z.ZodType)) return false;
  if (secrets.get(schema) !== undefined) return true;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable) {
    return isSecret(schema.unwrap());
  }
  return schema instanceof z.ZodPipe && (isSecret(schema.in) || isSecret(schema.out));
}
