import type { ProductDocument } from '@wellspring/contract-inventory';
import { type Resource, shown } from '@wellspring/web';
import * as z from 'zod/mini';
import { money } from '../bills/bill.ts';

export const productsPath = '/tmf-api/productInventory/v4/product';

/** What the pages show of a TMF637 Product. */
export const product = shown<ProductDocument>()({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  kind: z.string(),
  status: z.string(),
  productCharacteristic: z.array(z.object({ name: z.string(), value: z.string() })),
  productPrice: z.array(z.object({ price: z.object({ taxIncludedAmount: money }) })),
  productTerm: z.array(
    z.object({
      noticePeriod: z.object({ amount: z.number() }),
      validFor: z.object({ endDateTime: z.optional(z.string()) }),
    }),
  ),
});
export type Product = z.output<typeof product>;

/** All that the customer has. */
export const products = {
  key: ['products'],
  service: 'inventory',
  path: `${productsPath}?limit=200`,
  schema: z.array(product),
} satisfies Resource;

export function characteristicOf({ productCharacteristic }: Product, name: string): string | undefined {
  return productCharacteristic.find((each) => each.name === name)?.value;
}
