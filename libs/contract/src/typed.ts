import { z } from 'zod';

/** What every TMF resource says of itself. */
interface Identified<T extends string> {
  id: z.ZodString;
  href: z.ZodString;
  '@type': z.ZodLiteral<T>;
}

/**
 * `{ id, href, '@type' }` of a document. A resource that has more than TMF's definition says which it extends, and where that
 * is described: `'@baseType'` and `'@schemaLocation'` are then of the service's own making.
 */
export function identified<const T extends string>(type: T): Identified<T> {
  return { id: z.string(), href: z.string(), '@type': z.literal(type) };
}
