import { z } from 'zod';

const secrets = new WeakSet<z.ZodType>();

/**
 * Marks a setting as secret: `/info` shows `[redacted]` for it, and its value is cut out of every log line.
 * Put it outermost or below `.default()` / `.optional()`.
 */
export function secret<T extends z.ZodType>(schema: T): T {
  secrets.add(schema);
  return schema;
}

export function isSecret(schema: unknown): boolean {
  if (!(schema instanceof z.ZodType)) return false;
  if (secrets.has(schema)) return true;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable) {
    return isSecret(schema.unwrap());
  }
  return schema instanceof z.ZodPipe && (isSecret(schema.in) || isSecret(schema.out));
}
