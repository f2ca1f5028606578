import { parseInput } from '@wellspring/platform';
import { z } from 'zod';
import { changeActions, type ChangeAction } from './product-change.ts';

const schema = z.object({
  action: z.enum(changeActions, `must be one of ${changeActions.join(', ')}`),
  // PostgreSQL has no NUL in text, and would answer with an error of its own.
  product: z.object({
    id: z
      .string()
      .min(1)
      .max(64)
      .refine((id) => !id.includes('\0'), 'must be the id of a product'),
  }),
});

/** What a customer asks to be changed. */
export interface ChangeOrder {
  action: ChangeAction;
  productId: string;
}

/** The order in a request body. Throws InvalidRequestError, which names field and rule. */
export function parseCreateProductChange(body: unknown): ChangeOrder {
  const { action, product } = parseInput(schema, body);
  return { action, productId: product.id };
}
