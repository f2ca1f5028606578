import { Injectable } from '@nestjs/common';
import type { ChangeContext, Document, ResourceChange } from '@wellspring/tmf';
import { z } from 'zod';
import { ProductStore } from './product-store.ts';

/** `null` takes the name away (RFC 7386), and the product is called as it is sold. */
const naming = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(40)
    .refine((name) => !/\p{Cc}/u.test(name), 'must have no control characters')
    .nullable(),
});

/** A customer may give a product a name of their own; everything else of it is provisioning's. */
@Injectable()
export class ProductNaming implements ResourceChange<z.output<typeof naming>> {
  readonly input = naming;

  constructor(private readonly products: ProductStore) {}

  async change({ name }: z.output<typeof naming>, _after: Document, { manager, id }: ChangeContext): Promise<void> {
    await this.products.rename(manager, id, name ?? undefined);
  }
}
