import { useQuery } from '@tanstack/react-query';
import type { ActivationCodeDocument, PukDocument } from '@wellspring/contract-inventory';
import { fetchJson, queryFor, shown, type Answer } from '@wellspring/web';
import * as z from 'zod/mini';
import { product, products, productsPath, type Product } from './product.ts';

export function useProducts(): ReturnType<typeof useQuery<Answer<Product[]>>> {
  return useQuery(queryFor(products));
}

/** Gives it the customer's own name; none takes that away. */
export async function rename(id: string, name: string): Promise<void> {
  const body = { name: name.trim() === '' ? null : name };
  await fetchJson(`${productsPath}/${encodeURIComponent(id)}`, product, { method: 'PATCH', body });
}

/** The secrets of a SIM: asked for each time, and kept by no cache of ours. */
export async function fetchPuk(id: string): Promise<string> {
  const answer = shown<PukDocument>()({ puk: z.string() });
  const { body } = await fetchJson(`${productsPath}/${encodeURIComponent(id)}/puk`, answer);
  return body.puk;
}

export async function fetchActivationCode(id: string): Promise<string> {
  const answer = shown<ActivationCodeDocument>()({ activationCode: z.string() });
  const { body } = await fetchJson(`${productsPath}/${encodeURIComponent(id)}/activationCode`, answer);
  return body.activationCode;
}
