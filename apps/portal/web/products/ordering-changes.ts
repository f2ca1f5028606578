import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { fetchJson } from '@wellspring/web';
import { useFollowed } from '../following/following.ts';
import {
  change,
  type ChangeOrder,
  changesPath,
  isOfTheSim,
  isUnderWay,
  recentChanges,
  type ProductChange,
} from './product-change.ts';
import { products } from './product.ts';

/** By product the newest change of its SIM and the newest of anything else, which are carried out side by side. */
export function useNewestChanges(): ReadonlyMap<string, readonly ProductChange[]> {
  const recent = useFollowed(recentChanges, isUnderWay, products);
  const newest = new Map(recent.toReversed().map((each) => [`${each.product.id} ${isOfTheSim(each.action)}`, each]));
  return Map.groupBy(newest.values(), ({ product }) => product.id);
}

/** Orders a change. The service takes one of a kind at a time, so that a second click orders nothing twice. */
export function useOrderChange(productId: string): UseMutationResult<ProductChange, Error, ChangeOrder> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (order) => {
      const { body } = await fetchJson(changesPath, change, {
        method: 'POST',
        headers: { 'idempotency-key': crypto.randomUUID() },
        body: { ...order, product: { id: productId } },
      });
      return body;
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: recentChanges.key }),
  });
}
