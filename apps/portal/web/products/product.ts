import { useQuery } from '@tanstack/react-query';
import { type Answer, fetchJson, queryFor, type Resource } from '@wellspring/web';
import * as z from 'zod/mini';
import { money } from '../bills/bill.ts';

const base = '/tmf-api/productInventory/v4/product';

/** What the pages show of a TMF637 Product. */
const product = z.object({
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
  path: `${base}?limit=200`,
  schema: z.array(product),
} satisfies Resource;

export function useProducts(): ReturnType<typeof useQuery<Answer<Product[]>>> {
  return useQuery(queryFor(products));
}

export function characteristicOf({ productCharacteristic }: Product, name: string): string | undefined {
  return productCharacteristic.find((each) => each.name === name)?.value;
}

/** Gives it the customer's own name; none takes that away. */
export async function rename(id: string, name: string): Promise<void> {
  const body = { name: name.trim() === '' ? null : name };
  await fetchJson(`${base}/${encodeURIComponent(id)}`, product, { method: 'PATCH', body });
}

/** The secrets of a SIM: asked for each time, and kept by no cache of ours. */
export async function fetchPuk(id: string): Promise<string> {
  const { body } = await fetchJson(`${base}/${encodeURIComponent(id)}/puk`, z.object({ puk: z.string() }));
  return body.puk;
}

export async function fetchActivationCode(id: string): Promise<string> {
  const answer = z.object({ activationCode: z.string() });
  const { body } = await fetchJson(`${base}/${encodeURIComponent(id)}/activationCode`, answer);
  return body.activationCode;
}
