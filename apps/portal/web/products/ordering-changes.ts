import { useMutation, useQuery, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { fetchJson, queryFor } from '@wellspring/web';
import {
  change,
  changesPath,
  isUnderWay,
  recentChanges,
  type ChangeAction,
  type ProductChange,
} from './product-change.ts';
import { products } from './product.ts';

const pollMs = 1_000;

/** The newest change of each product, looked at again for as long as one is under way; then so are the products. */
export function useNewestChanges(): ReadonlyMap<string, ProductChange> {
  const queryClient = useQueryClient();
  const { data } = useQuery({
    ...queryFor(recentChanges),
    refetchInterval: ({ state }) => (state.data?.body.some(isUnderWay) ? pollMs : false),
  });
  const underWay = data?.body.filter(isUnderWay).length ?? 0;
  const before = useRef(underWay);
  useEffect(() => {
    const ended = underWay < before.current;
    before.current = underWay;
    if (ended) void queryClient.invalidateQueries({ queryKey: products.key, exact: true });
  }, [underWay, queryClient]);
  return new Map(data?.body.toReversed().map((each) => [each.product.id, each]));
}

/** Orders a change. The service takes one of a product at a time, so that a second click orders nothing twice. */
export function useOrderChange(productId: string): UseMutationResult<ProductChange, Error, ChangeAction> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (action) => {
      const { body } = await fetchJson(changesPath, change, {
        method: 'POST',
        headers: { 'idempotency-key': crypto.randomUUID() },
        body: { action, product: { id: productId } },
      });
      return body;
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: recentChanges.key }),
  });
}
