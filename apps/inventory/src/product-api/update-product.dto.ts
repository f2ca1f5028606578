import { parseInput } from '@wellspring/platform';
import { z } from 'zod';

/** RFC 7386: `null` takes the name away, and the product is called as it is sold. */
const schema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(40)
    .refine((name) => !/\p{Cc}/u.test(name), 'must have no control characters')
    .nullable(),
});

/** The patch in a request body. Throws InvalidRequestError, which names field and rule. */
export function parseUpdateProduct(body: unknown): z.output<typeof schema> {
  return parseInput(schema, body);
}
