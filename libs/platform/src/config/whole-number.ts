import { z } from 'zod';

type WholeNumber = z.ZodDefault<z.ZodCoercedNumber>;

/** A number of things among settings: whole, at least one. */
export function count(fallback: number): WholeNumber {
  return z.coerce.number().int().positive().default(fallback);
}

/** A duration among settings: whole milliseconds, at least one. */
export function milliseconds(fallback: number): WholeNumber {
  return count(fallback);
}
